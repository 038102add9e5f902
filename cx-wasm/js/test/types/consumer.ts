// Compiled, never run: what a user of the package writes, and what must not compile.

import widget, {
  attribute,
  spots,
  returns,
  broadcast,
  campaigns,
  cockpit,
  concat,
  CxCockpit,
  creditByPeriod,
  experienceByPeriod,
  CxError,
  define,
  drawBroadcast,
  drawCredits,
  drawFunnel,
  drawPersonas,
  drawStepMatrix,
  events,
  feedback,
  init,
  journeys,
  mount,
  paths,
  returnsByPeriod,
  score,
  stitch,
  targets,
  type AttributeOptions,
  type CockpitData,
  type JourneyOptions,
  type PeriodReturns,
  type Picture,
  type View,
} from "cx-cockpit";

async function tour(bytes: Uint8Array, host: HTMLElement): Promise<CockpitData> {
  await init();
  await init(new URL("./cx_wasm_bg.wasm", import.meta.url));
  const web = events(bytes, {
    time: "ts",
    ids: { customer: "user_id" },
    touchpoint: ["source", "medium"],
    value: "revenue",
  });
  const calls = events(
    { ts: new BigInt64Array(2), user: ["a", null], place: ["=call", "x"], n: new Float64Array(2) },
    { time: "ts", ids: { customer: "user" }, touchpoint: "place" },
  );
  const all = concat([web, calls]);
  const found = journeys(all, stitch(all), { conversion: "purchase", lookback: null });
  const credit = attribute(found, { models: ["markov", "last"] });
  const led = attribute(found, { lead: "hazard", broadcast: broadcast(spots(bytes, { time: "t" }), all) });
  const { known, anonymous } = stitch(all).known();
  void [returns(led).table("touchpoints"), returnsByPeriod(found, null, {}), known - anonymous];
  attribute(paths([{ path: "a > b", conv: 3 }], { path: "path", conversions: "conv" }), { model: "linear" });
  const scores = score(feedback([{ t: "Shop", s: 9 }], { touchpoint: "t", score: "s" }), {
    metric: "nps",
    targets: targets([{ k: "nps", t: 20 }], { kpi: "k", target: "t" }),
  });
  const rules: JourneyOptions = {
    conversion: ["purchase", "order"],
    lookback: null,
    touchpoint_lookback: { tv: "60d" },
    cycle: "365d",
    session_midnight: "+01:00",
    session_change: ["campaign"],
    session_longest: "4h",
  };
  const cut = journeys(all, stitch(all), rules);
  const picture: Picture = drawFunnel(host, cut.funnel({ steps: ["search", "(conversion)"] }), { language: "de" });
  picture.update(null);
  picture.destroy();
  drawStepMatrix(host, cut.stepMatrix({ steps: 5 }));
  drawPersonas(host, cut.personas().table(), { currency: "CHF" });
  drawCredits(host, credit, { theme: "dark" });
  drawBroadcast(host, null);
  const deep: AttributeOptions = {
    model: ["linear", "shapley_rate"],
    order: "auto",
    bootstrap: 200,
    decay: ["12h", "60d"],
    position: [5, 2, 3],
    weights: { last: [3], touchpoints: { direct: 0.5 } },
  };
  const doubted = attribute(found, deep);
  const first: unknown[] | undefined = doubted.ranks()["first"];
  void [first, doubted.disagreement(), doubted.checks(), creditByPeriod(found, { window: "month", attribute: deep })];
  const spent = campaigns([{ c: "spring", at: "search", from: "2026-03-01", to: "2026-03-31", cost: 9 }], {
    campaign: "c",
    touchpoint: "at",
    start: "from",
    end: "to",
    cost: "cost",
  });
  const answered = feedback([{ c: 7, at: "2026-03-02", score: 9 }], { time: "at", ids: { c: "c" }, score: "score" });
  const moved = experienceByPeriod(found, stitch(all), answered, { models: "last", dated: "conversion" });
  const weeks: PeriodReturns = returnsByPeriod(found, spent, {
    dated: "conversion",
    attribute: { model: "last" },
    experience: moved,
  });
  void [weeks.table(), weeks.table("marginal")];
  const shares: unknown[] | undefined = credit.table()["share"];
  void shares;
  const people = stitch(all);
  const page = cockpit({ people, journeys: found, credit, scores, title: "Mine", lead: "last", timezone: "+01:00" });
  const view: View = mount(host, page.toJSON(), { language: "de", theme: "dark" });
  view.update(null);
  view.destroy();
  define();
  const element: CxCockpit = document.createElement("cx-cockpit");
  element.data = { ...page.toJSON(), funnel: cut.funnel({ steps: ["search"] }), step_matrix: cut.stepMatrix() };
  element.language = "en";
  const clean: () => void = widget.render({ model: { get: () => null, on() {}, off() {} }, el: host });
  clean();
  try {
    stitch(all, {});
  } catch (error) {
    if (error instanceof CxError && error.kind === "bad_option") throw error;
  }
  return page.toJSON();
}
void tour;

// @ts-expect-error: a language that does not exist
mount(document.body, null, { language: "fr" });
// @ts-expect-error: a rule of sessions that does not exist
const unknownRule: JourneyOptions = { session_break: "30m" };
void unknownRule;
// @ts-expect-error: a model that does not exist
const unknownModel: AttributeOptions = { model: "shapely" };
void unknownModel;
// @ts-expect-error: the replicates are a number
const unknownDoubt: AttributeOptions = { bootstrap: "many" };
void unknownDoubt;
// @ts-expect-error: credit is not made from feedback
attribute(feedback([], { score: "s" }));
// @ts-expect-error: a required role is missing
events([], { time: "t" });
// @ts-expect-error: lists are not cells
events({ a: [[1]] }, { time: "a", ids: {}, touchpoint: "a" });
// @ts-expect-error: an option that no verb has
score(feedback([], { score: "s" }), { windw: "week" });
// @ts-expect-error: one touchpoint, as the engine reads it
feedback([], { score: "s", touchpoint: ["a", "b"] });
// @ts-expect-error: the role is called segments
feedback([], { score: "s", segment: "region" });
const outcomes: JourneyOptions = {
  outcomes: { sale: "purchase", advice: { touchpoint: "branch", event: ["advice"] } },
};
void outcomes;
