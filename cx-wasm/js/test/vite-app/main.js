// A page as a user of the package writes it.
import { attribute, cockpit, define, events, init, journeys, stitch } from "cx-cockpit";
import wasm from "cx-cockpit/cx_wasm_bg.wasm?url";

const rows = [
  { ts: "2026-03-01T09:00:00Z", user: 7, channel: "search", kind: "click", revenue: null },
  { ts: "2026-03-03T18:20:00Z", user: 7, channel: "newsletter", kind: "open", revenue: null },
  { ts: "2026-03-04T10:15:00Z", user: 7, channel: "branch", kind: "purchase", revenue: 120 },
  { ts: "2026-03-05T10:15:00Z", user: 8, channel: "search", kind: "click", revenue: null },
];
const roles = { time: "ts", ids: { user: "user" }, touchpoint: "channel", event: "kind", value: "revenue" };

await init(wasm);
const web = events(rows, roles);
const found = journeys(web, stitch(web), { conversion: "purchase", lookback: "30d" });
const credit = attribute(found, { model: "linear" });
define();
const element = document.querySelector("cx-cockpit");
element.data = cockpit({ events: web, journeys: found, credit, title: "Built with Vite" }).toJSON();
document.documentElement.dataset.value = credit.table().value.join();
