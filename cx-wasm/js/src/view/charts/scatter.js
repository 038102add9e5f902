// Return in money (x) against return in experience (y), area = cost; labels only where there is room.

import { fit, plot, Plot, textWidth, tipLook } from "./plot.js";

/**
 * `rows`: `[{name, roas, points, cost, roas_low, roas_high, points_low, points_high, note}]`, the first three numbers
 * known; intervals are thin lines, cut at the edge of the picture.
 */
export function scatter(ctx, { rows, width, currency }) {
  const xs = rows.map((d) => d.roas);
  const ys = rows.map((d) => d.points);
  const log = Math.min(...xs) > 0 && Math.max(...xs) / Math.min(...xs) > 8;
  const [x0, x1] = [Math.min(log ? 0.8 : 0, ...xs), Math.max(1.2, ...xs)];
  const [y0, y1] = reach(Math.min(0, ...ys), Math.max(0, ...ys), rows);
  const padY = (y1 - y0 || 1) * 0.1;
  const x = log ? { type: "log", domain: [x0 / 1.3, x1 * 1.4] } : { domain: [Math.min(0, x0 * 1.05), x1 * 1.08] };
  const height = Math.round(Math.min(460, Math.max(320, width * 0.52)));
  const margins = { marginLeft: 52, marginRight: 18, marginTop: 30, marginBottom: 44 };
  const options = {
    width,
    height,
    ...margins,
    x: { ...x, axis: null },
    y: { domain: [y0 - padY, y1 + padY], axis: null },
    r: { range: [0, Math.min(22, width / 32)] },
  };
  const span = (low, high, fmt) => (low === null || high === null ? "" : ` (${ctx.f.to(low, high, fmt)})`);
  const [two, signed] = [(v) => ctx.f.fixed(v, 2), (v) => ctx.f.signed(v, 1)];
  const tip = (d) =>
    [
      d.name,
      `${ctx.t("roas")}: ${two(d.roas)}${span(d.roas_low, d.roas_high, two)}`,
      `${ctx.t("points_axis")}: ${signed(d.points)}${span(d.points_low, d.points_high, signed)}`,
      `${ctx.t("cost")}: ${ctx.f.moneyCode(d.cost)}`,
      d.note,
    ]
      .filter(Boolean)
      .join("\n");
  const within = (v, [low, high]) => Math.min(high, Math.max(low, v));
  const domainX = x.domain;
  const domainY = [y0 - padY, y1 + padY];
  const known = (low, high) => rows.filter((d) => d[low] !== null && d[high] !== null);
  const thin = { stroke: "var(--m0)", strokeWidth: 1, strokeOpacity: 0.55 };
  const scales = Plot.plot({ ...options, marks: [Plot.dot(rows, { x: "roas", y: "points", r: "cost" })] });
  const at = (name) => scales.scale(name).apply;
  const wide = width > 560;
  const left = at("x")(1) - margins.marginLeft - 14;
  const corners = wide
    ? [
        ["q_points", false, true],
        ["q_good", true, true],
        ["q_bad", false, false],
        ["q_money", true, false],
      ]
        .map(([key, right, top]) => ({ text: ctx.t(key), right, top }))
        .filter((c) => c.right || textWidth(c.text, ctx.font) < left)
    : [];
  const labels = place(
    rows.map((d) => ({ d, x: at("x")(d.roas), y: at("y")(d.points), r: at("r")(d.cost ?? 0) })),
    { ctx, width, height, margins, corners },
  );
  const corner = ({ text, right, top }) =>
    Plot.text([text], {
      frameAnchor: `${top ? "top" : "bottom"}-${right ? "right" : "left"}`,
      dx: right ? -6 : 6,
      dy: top ? 6 : -6,
      fill: "var(--ink-3)",
      fontSize: 11,
      fontStyle: "italic",
    });
  const ticks = log ? 6 : Math.max(3, Math.floor(width / 110));
  return plot(
    {
      ...options,
      marks: [
        Plot.axisX({
          ticks,
          tickSize: 0,
          tickPadding: 8,
          tickFormat: log
            ? (v) => (/^[125]/.test(String(v).replace(/^0\.0*/, "")) ? ctx.f.upTo(v, 2) : "")
            : (v) => ctx.f.upTo(v, 2),
          fill: "var(--ink-3)",
          label: ctx.t("roas_axis"),
          labelAnchor: "right",
          labelArrow: "right",
          labelOffset: 40,
        }),
        Plot.axisY({
          ticks: 5,
          tickSize: 0,
          tickPadding: 8,
          tickFormat: (v) => ctx.f.upTo(v, 1),
          fill: "var(--ink-3)",
          label: null,
        }),
        Plot.text([currency ? ctx.t("points_axis_currency", { c: currency }) : ctx.t("points_axis")], {
          frameAnchor: "top-left",
          dx: -40,
          dy: -28,
          fill: "var(--ink-3)",
          lineAnchor: "top",
        }),
        Plot.gridX({ stroke: "var(--rule)", strokeOpacity: 0.6, ticks }),
        Plot.gridY({ stroke: "var(--rule)", strokeOpacity: 0.6, ticks: 5 }),
        Plot.ruleX([1], { stroke: "var(--ink-3)", strokeDasharray: "4 3" }),
        Plot.ruleY([0], { stroke: "var(--ink-3)", strokeDasharray: "4 3" }),
        ...corners.map(corner),
        Plot.ruleY(known("roas_low", "roas_high"), {
          y: "points",
          x1: (d) => within(d.roas_low, domainX),
          x2: (d) => within(d.roas_high, domainX),
          ...thin,
        }),
        Plot.ruleX(known("points_low", "points_high"), {
          x: "roas",
          y1: (d) => within(d.points_low, domainY),
          y2: (d) => within(d.points_high, domainY),
          ...thin,
        }),
        Plot.dot(rows, {
          x: "roas",
          y: "points",
          r: "cost",
          fill: "var(--m0)",
          fillOpacity: rows.length > 60 ? 0.16 : 0.3,
          stroke: "var(--m0)",
          strokeWidth: rows.length > 60 ? 0.75 : 1.25,
        }),
        Plot.dot(
          rows.filter((d) => at("r")(d.cost) < 3),
          { x: "roas", y: "points", r: 2, fill: "var(--m0)" },
        ),
        ...labels.map((l) =>
          Plot.text([l.d], {
            x: "roas",
            y: "points",
            text: () => l.text,
            dx: l.dx,
            dy: l.dy,
            textAnchor: l.anchor,
            fill: "var(--ink)",
            stroke: "var(--surface)",
            strokeWidth: 3,
          }),
        ),
        Plot.tip(rows, Plot.pointer({ x: "roas", y: "points", title: tip, ...tipLook(width) })),
      ],
    },
    ctx.t("returns"),
  );
}

/** The ends of the points with room for their intervals, as far as these do not flatten the points. */
function reach(low, high, rows) {
  const room = 0.6 * (high - low || 1);
  const ends = rows.flatMap((d) => [d.points_low, d.points_high]).filter((v) => v !== null);
  return [Math.max(low - room, Math.min(low, ...ends)), Math.min(high + room, Math.max(high, ...ends))];
}

/** Labels placed greedily, largest first: right, left, above, below; one that finds no room is left to the tip. */
function place(dots, { ctx, width, height, margins, corners }) {
  const taken = dots.map((p) => [p.x - 3, p.y - 3, p.x + 3, p.y + 3]);
  for (const { text, right, top } of corners) {
    const [w, x, y] = [
      textWidth(text, ctx.font),
      right ? width - margins.marginRight - 6 : margins.marginLeft + 6,
      top ? margins.marginTop + 6 : height - margins.marginBottom - 6,
    ];
    taken.push([right ? x - w : x, top ? y : y - 14, right ? x : x + w, top ? y + 14 : y]);
  }
  const out = [];
  for (const p of [...dots].sort((a, b) => b.r - a.r).slice(0, 40)) {
    const text = fit(p.d.name, Math.min(170, width * 0.36), ctx.font);
    const w = textWidth(text, ctx.font);
    for (const [anchor, dx, dy] of [
      ["start", p.r + 5, 0],
      ["end", -p.r - 5, 0],
      ["middle", 0, -p.r - 9],
      ["middle", 0, p.r + 9],
    ]) {
      const left = p.x + dx - (anchor === "end" ? w : anchor === "middle" ? w / 2 : 0);
      const box = [left - 2, p.y + dy - 8, left + w + 2, p.y + dy + 8];
      const inside =
        box[0] >= margins.marginLeft &&
        box[2] <= width - 4 &&
        box[1] >= margins.marginTop - 4 &&
        box[3] <= height - margins.marginBottom;
      if (inside && !taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) {
        taken.push(box);
        out.push({ d: p.d, text, anchor, dx, dy });
        break;
      }
    }
  }
  return out;
}
