// What the page says first: return, conversions without contact, the score over all, what it cost.

import { h } from "../dom.js";
import { digitsFor, proven } from "../parts.js";

/** The figures of the whole company, one card each; nothing where the data have no head. */
export function headline(ctx, data) {
  const { head } = data;
  if (!head) return null;
  const cards = [roas, without, score, cost].map((card) => card(ctx, data)).filter(Boolean);
  const said = [unset(ctx, data), persons(ctx, data)].filter(Boolean);
  if (!cards.length && !said.length) return null;
  return h(
    "section",
    { class: "headline", "aria-label": ctx.t("headline") },
    cards.length ? h("dl", { class: cards.length < 3 ? "cards few" : "cards" }, cards) : null,
    ...said,
  );
}

/** A card: what it is, the figure, small lines below it. */
const card = (key, title, main, look, lines) =>
  h(
    "div",
    { class: "card", "data-head": key },
    h("dt", {}, title),
    h("dd", { class: look }, main),
    lines.filter(Boolean).map((line) => h("dd", { class: "sub" }, line)),
  );

function roas({ t, f }, { head, leadModel }) {
  if (head.roas == null || head.conversion_set === false) return null;
  const two = (v) => f.fixed(v, 2);
  const look = proven(head.roas_low, head.roas_high, 1);
  const title = f.currency ? t("return_per", { c: f.currency }) : t("return_per_unit");
  const open = head.roas_low != null && !look ? t("roas_open") : null;
  return card("roas", title, two(head.roas), look, [
    f.to(head.roas_low, head.roas_high, two),
    open ?? (look ? t(look === "better" ? "roas_better" : "roas_worse") : null),
    leadModel ? t("by_model", { model: t.model(leadModel) }) : null,
  ]);
}

function without({ t, f }, { head, totals }) {
  if (head.conversions_without_contact == null) return null;
  const value = head.value_without_contact;
  return card("without", t("without_contact"), f.int(head.conversions_without_contact), null, [
    totals.conversions == null ? null : t("of_conversions", { n: f.int(totals.conversions) }),
    value == null ? null : t("worth", { v: f.moneyCode(value) }),
  ]);
}

function score({ t, f }, { head }) {
  const all = head.score;
  if (!all || all.score == null) return null;
  const digits = digitsFor([all.score]);
  const fixed = (v) => f.fixed(v, digits);
  const signed = (v) => f.signed(v, digits);
  const look = proven(all.change_low, all.change_high);
  const change =
    all.change == null
      ? null
      : h(
          "span",
          { class: look ?? "unproven" },
          `${signed(all.change)} (${f.to(all.change_low, all.change_high, signed)}) ${t("since", { date: f.date(all.since) })}`,
          look ? null : `, ${t("not_proven")}`,
        );
  return card("score", `${t.metric(all.metric)}: ${t("all_touchpoints")}`, fixed(all.score), null, [
    [f.to(all.low, all.high, fixed), all.n == null ? null : t("n_answers", { n: f.int(all.n) })]
      .filter(Boolean)
      .join(" · "),
    change,
  ]);
}

function cost({ t, f }, { totals }) {
  if (totals.cost_counted == null && totals.cost == null) return null;
  const unit = f.currency ? ` (${f.currency})` : "";
  return card("cost", t("cost_counted") + unit, f.money(totals.cost_counted ?? totals.cost), null, [
    totals.cost_other ? t("cost_beside", { v: f.moneyCode(totals.cost_other) }) : null,
  ]);
}

/** How to set a conversion, where none is set: without one there is no return. */
function unset({ t }, data) {
  if (!data.unset) return null;
  return h("p", { class: "warning", role: "note" }, t("no_conversion"));
}

/** That most persons have no identifier which names them, so that several may be the same human. */
function persons({ t, f }, { head, totals }) {
  if (head.anonymous_persons == null || head.anonymous_persons <= head.known_persons) return null;
  const all = { n: f.int(totals.persons), known: f.int(head.known_persons) };
  return h("p", { class: "warning", role: "note" }, t("few_known", all));
}
