// How scores and windows from data become scales.

/** The scale of audit scores: percent, from 0 to 100, or to the largest value where one lies above. */
export function auditScale(ctx, values) {
  const top = Math.max(100, ...values.filter((v) => v !== null && v !== undefined));
  return { top, fmt: (v) => ctx.f.percent(v === null || v === undefined ? null : v / 100, v % 1 ? 1 : 0) };
}

/** One series of a touchpoint's trend with its dates read. */
export function series(ctx, rows) {
  return rows
    .map((r) => ({ ...r, date: ctx.f.instant(r.window_start) }))
    .filter((r) => r.date)
    .sort((a, b) => a.date - b.date);
}
