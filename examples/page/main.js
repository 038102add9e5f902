// A page of its own: reads rows, computes with the engine, and draws. Nothing leaves the page.
import { attribute, cockpit, define, events, init, journeys, stitch } from "cx-cockpit";

const rows = {
  time: ["2026-03-02T09:00:00Z", "2026-03-02T09:10:00Z", "2026-03-03T17:30:00Z", "2026-03-04T08:15:00Z"],
  customer: ["anna", "anna", "ben", "ben"],
  channel: ["search", "branch", "newsletter", "website"],
  kind: ["visit", "purchase", "click", "purchase"],
  revenue: [0, 120, 0, 80],
};

await init();
const contacts = events(rows, {
  time: "time",
  ids: { customer: "customer" },
  touchpoint: "channel",
  event: "kind",
  value: "revenue",
});
const found = journeys(contacts, stitch(contacts), { conversion: "purchase", lookback: "30d" });
const credit = attribute(found, { models: ["markov", "last"] });

define();
document.querySelector("cx-cockpit").data = cockpit({
  events: contacts,
  journeys: found,
  credit,
  title: "Computed in this page",
  currency: "CHF",
}).toJSON();
document.documentElement.dataset.ready = "yes";
