// The self-contained page, opened as a file, and the module under the strict policy: in a real browser.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { bank, hostile, many, tiny } from "../fixtures/make.mjs";
import { PAYLOADS } from "../fixtures/payloads.mjs";
import { fillTemplate, launch, openPage, OUT, ROOT, serve } from "./host.mjs";

const FIXTURES = { sample: bank, tiny, many, hostile };
const template = readFileSync(join(ROOT, "dist/cockpit.template.html"), "utf8");
let browser;
let server;

before(async () => {
  browser = await launch();
  server = await serve({
    "/": "<!doctype html><html lang=en><meta charset=utf-8><title>host</title><body></body></html>",
  });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** The page of a fixture, opened from disk. */
async function open(fixture, options = {}, language = "en") {
  const file = join(OUT, `test-${fixture}-${language}.html`);
  writeFileSync(file, fillTemplate(template, { ...FIXTURES[fixture](), language }));
  const page = await openPage(browser, options);
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction(() => document.querySelector("cx-cockpit").shadowRoot?.querySelector(".page"));
  await page.waitForTimeout(120);
  return page;
}

/** The package's declarations, all files. */
const declarations = () =>
  readdirSync(join(ROOT, "types"))
    .map((name) => readFileSync(join(ROOT, "types", name), "utf8"))
    .join("\n");

const close = (page) => page.context().close();
const number = (text) => Number(text.replace("−", "-").replace(/[^\d.-]/g, ""));

test("the policy is really in force and its breaches are really seen", async () => {
  const page = await openPage(browser);
  await page.goto(server.url);
  await page.evaluate(() => document.body.setAttribute("style", "color:red"));
  await page.waitForTimeout(50);
  assert.ok(
    page.faults.some((f) => f.startsWith("policy: style-src")),
    String(page.faults),
  );
  await close(page);
});

test("one module, three hosts: function, element, notebook widget; no fault under the policy", async () => {
  const page = await openPage(browser);
  await page.goto(server.url);
  const seen = await page.evaluate(async (data) => {
    const module = await import("/dist/cx-cockpit.js");
    const titles = (root) => root.querySelector("h1")?.textContent;
    const out = {};
    const box = document.body.appendChild(document.createElement("div"));
    const view = module.mount(box, data, { language: "de", theme: "dark" });
    const root = box.firstChild.shadowRoot;
    out.mount = [
      titles(root),
      root.querySelector(".page").lang,
      box.firstChild.dataset.theme,
      root.querySelectorAll("svg").length > 10,
    ];
    view.update({ ...data, title: "Second" });
    out.update = titles(root);
    view.destroy();
    out.destroyed = box.childElementCount;
    // A property set before the element is defined, then attributes.
    const early = document.body.appendChild(document.createElement("cx-cockpit"));
    early.data = JSON.stringify(data);
    module.define();
    module.define();
    out.element = [
      early instanceof module.CxCockpit,
      titles(early.shadowRoot),
      early.shadowRoot.querySelector(".page").lang,
    ];
    early.language = "de";
    early.setAttribute("theme", "dark");
    out.attributes = [early.shadowRoot.querySelector(".page").lang, early.dataset.theme];
    early.remove();
    document.body.append(early);
    out.again = titles(early.shadowRoot);
    early.data = "{broken";
    out.broken = early.shadowRoot.textContent.length > 0 && !titles(early.shadowRoot);
    early.data = null;
    out.empty = early.shadowRoot.textContent;
    early.remove();
    // anywidget
    const state = { data: JSON.stringify(data), language: "en", theme: "light" };
    const heard = new Map();
    const model = { get: (k) => state[k], on: (k, f) => heard.set(k, f), off: (k) => heard.delete(k) };
    const el = document.body.appendChild(document.createElement("div"));
    const clean = module.default.render({ model, el });
    out.widget = [titles(el.firstChild.shadowRoot), [...heard.keys()].join()];
    state.language = "de";
    heard.get("change:language")();
    out.widgetDe = el.firstChild.shadowRoot.querySelector(".page").lang;
    const switches = () => el.firstChild.shadowRoot.querySelectorAll(".tools").length;
    out.switches = [switches()];
    state.controls = true;
    heard.get("change:controls")();
    out.switches.push(switches());
    clean();
    out.cleaned = [heard.size, el.childElementCount];
    out.names = Object.keys(module).sort();
    return out;
  }, bank());
  assert.deepEqual(seen.mount, [bank().title, "de", "dark", true]);
  assert.equal(seen.update, "Second");
  assert.equal(seen.destroyed, 0);
  assert.deepEqual(seen.element, [true, bank().title, "en"]);
  assert.deepEqual(seen.attributes, ["de", "dark"]);
  assert.equal(seen.again, bank().title);
  assert.equal(seen.broken, true);
  assert.match(seen.empty, /keine Daten/);
  assert.deepEqual(seen.widget, [bank().title, "change:data,change:language,change:theme,change:controls"]);
  assert.equal(seen.widgetDe, "de");
  assert.deepEqual(seen.switches, [0, 1], "the trait `controls` is heard");
  assert.deepEqual(seen.cleaned, [0, 0]);
  const declared = [...declarations().matchAll(/^export (?:declare )?(?:function|class|const) (\w+)/gm)].map(
    (m) => m[1],
  );
  assert.deepEqual(seen.names, ["default", ...declared].sort(), "the declarations and the module name the same things");
  assert.deepEqual(page.faults, []);
  await close(page);
});

test("src is fetched where the policy allows it, and says when it is not", async () => {
  const page = await openPage(browser);
  await page.goto(server.url);
  const denied = await page.evaluate(async () => {
    const { define } = await import("/dist/cx-cockpit.js");
    define();
    const el = document.createElement("cx-cockpit");
    const error = new Promise((resolve) => el.addEventListener("cx-error", (e) => resolve(e.detail.name)));
    el.src = "/test/fixtures/sample.json";
    document.body.append(el);
    return error;
  });
  assert.equal(denied, "TypeError");
  await close(page);
  const open = await serve(
    { "/": "<!doctype html><html lang=en><meta charset=utf-8><title>host</title><body></body></html>" },
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'",
  );
  const allowed = await openPage(browser);
  await allowed.goto(open.url);
  await allowed.evaluate(async () => {
    (await import("/dist/cx-cockpit.js")).define();
    const el = document.createElement("cx-cockpit");
    el.setAttribute("src", "/test/fixtures/sample.json");
    document.body.append(el);
  });
  await allowed.waitForFunction(() => document.querySelector("cx-cockpit").shadowRoot.querySelector("h1"));
  assert.deepEqual(allowed.faults, []);
  await close(allowed);
  await open.close();
});

test("every figure of the table and the tiles is the JSON's", async () => {
  const page = await open("sample");
  const data = bank();
  const { rows, tiles, headings, foot, cards, warnings, caveats } = await page.evaluate(() => {
    const root = document.querySelector("cx-cockpit").shadowRoot;
    const table = root.querySelector("table.data-touchpoints");
    const keys = [...table.querySelectorAll("thead th")].map((th) => th.dataset.key);
    const foot = [...table.querySelectorAll("tfoot tr")].map((tr) =>
      Object.fromEntries(
        [...tr.children].map((c, i) => [keys[i], (c.querySelector(".main") ?? c).firstChild?.textContent ?? ""]),
      ),
    );
    const cards = Object.fromEntries(
      [...root.querySelectorAll(".card")].map((card) => [
        card.dataset.head,
        [...card.querySelectorAll("dd")].map((dd) => dd.textContent),
      ]),
    );
    return {
      foot,
      cards,
      warnings: [...root.querySelectorAll(".warning")].map((p) => p.textContent),
      caveats: [...root.querySelectorAll(".caveat")].map((p) => p.textContent),
      rows: [...table.querySelectorAll("tbody tr")].map((tr) =>
        Object.fromEntries(
          [...tr.children].map((c, i) => [
            keys[i],
            {
              text: c.textContent,
              name: c.querySelector(".name")?.textContent ?? "",
              main: c.querySelector(".main")?.textContent ?? "",
              look: c.querySelector(".better, .worse, .unproven")?.className ?? "",
              subs: [...c.querySelectorAll(".sub")].map((s) => s.textContent),
            },
          ]),
        ),
      ),
      tiles: Object.fromEntries(
        [...root.querySelectorAll(".tile")].map((t) => [t.dataset.total, t.querySelector("dd").textContent]),
      ),
      headings: [...root.querySelectorAll("h2")].map((h) => h.textContent),
    };
  });
  assert.equal(rows.length, data.touchpoints.length);
  // What cannot be told, and a lower bound, are in no ranking.
  const ranked = (t) => !t.lower_bound && !t.undecided;
  const byValue = [...data.touchpoints].sort((a, b) => ranked(b) - ranked(a) || ranked(a) * (b.value - a.value));
  rows.forEach((row, i) => {
    const t = data.touchpoints.find((x) => x.touchpoint === row.touchpoint.name);
    assert.equal(t, byValue[i], "the largest credited value stands first");
    assert.equal(number(row.contacts.main), t.contacts);
    assert.equal(number(row.cost.main), t.cost_counted);
    if (t.cost_other) assert.equal(number(row.cost.subs[0].replace("+", "")), t.cost_other);
    assert.match(row.conversions.subs.at(-1), /^models say /);
    const points = [t.points_per_1000_low, t.points_per_1000_high];
    const look = points[0] > 0 ? "better" : points[1] < 0 ? "worse" : "unproven";
    assert.equal(row.points.look, look, t.touchpoint);
    if (t.undecided) {
      for (const key of ["conversions", "value", "roas"]) assert.equal(row[key].main, "cannot be told");
      return;
    }
    if (t.lower_bound) assert.match(row.conversions.main, /^at least /);
    assert.ok(Math.abs(number(row.conversions.main) - t.conversions) <= 0.05, row.conversions.main);
    assert.ok(Math.abs(number(row.value.main) - t.value) <= 0.5);
    const [low, high] = row.value.subs[0].split(" – ").map(number);
    assert.ok(Math.abs(low - t.value_low) <= 0.5 && Math.abs(high - t.value_high) <= 0.5);
    assert.ok(Math.abs(number(row.roas.main) - t.roas) <= 0.005);
    if (t.score === null) assert.match(row.score.text, /no value/);
    else {
      assert.equal(number(row.score.main), t.score);
      assert.match(row.score_light.text, { green: /Met/, amber: /Undecided/, red: /Missed/ }[t.score_light]);
      assert.ok(row.score_light.subs[0].includes(`n = ${t.score_n.toLocaleString("en-GB")}`));
    }
    if (t.experience_gap !== null) {
      assert.equal(number(row.experience.main), t.experience_gap);
      const sure = t.experience_gap_low > 0 ? "better" : t.experience_gap_high < 0 ? "worse" : "unproven";
      assert.equal(row.experience.look, `main ${sure}`, "a colour only where the interval leaves 0 out");
    }
    if (t.audit_score !== null) assert.equal(number(row.audit.main), t.audit_score);
  });
  for (const [key, text] of Object.entries(tiles)) assert.equal(number(text), Math.round(data.totals[key]), key);
  assert.deepEqual(
    foot.map((row) => row.touchpoint),
    ["Unattributed", "Without touchpoint", "Total"],
  );
  for (const key of ["conversions", "value"]) {
    assert.ok(Math.abs(number(foot[0][key]) - data.rest[0][key]) <= 0.5);
    assert.ok(Math.abs(number(foot[2][key]) - data.total[key]) <= 0.5, key);
    const sum = [...data.touchpoints, ...data.rest].reduce((a, r) => a + (r[key] ?? 0), 0);
    assert.ok(Math.abs(sum - data.total[key]) < 0.01, "the total is the sum of its rows");
  }
  assert.equal(number(foot[2].cost), data.total.cost_counted);
  assert.equal(number(cards.roas[0]), 1.89);
  assert.equal(cards.roas[1], "1.78 to 2.01");
  assert.equal(number(cards.without[0]), data.head.conversions_without_contact);
  assert.match(cards.score[2], /^−1\.4 \(−4\.1 to \+1\.3\) since 8 Jun 2026, .*not proven$/);
  assert.equal(number(cards.cost[0]), data.totals.cost_counted);
  assert.deepEqual(warnings.length, 1);
  assert.match(warnings[0], /^19,884 persons, 8,120 of them known/);
  assert.equal(caveats.length, 3, "where a credit stands, its caveat stands");
  for (const text of caveats) assert.ok(text.endsWith(data.head.caveat));
  assert.equal(headings.length, 16, headings.join(" | "));
  assert.deepEqual(page.faults, []);
  await close(page);
});

test("headings sort the table by mouse and by keyboard, and say how", async () => {
  const page = await open("sample");
  const state = () =>
    page.evaluate(() => {
      const table = document.querySelector("cx-cockpit").shadowRoot.querySelector("table.data-touchpoints");
      const keys = [...table.querySelectorAll("thead th")].map((th) => th.dataset.key);
      return {
        sorts: Object.fromEntries(
          [...table.querySelectorAll("thead th")].map((th) => [th.dataset.key, th.getAttribute("aria-sort")]),
        ),
        names: [...table.querySelectorAll("tbody th")].map((th) => th.querySelector(".name").textContent),
        roas: [...table.querySelectorAll("tbody tr")].map((tr) => tr.children[keys.indexOf("roas")].textContent),
      };
    });
  const heading = page.locator("th[data-key=roas] button").first();
  await heading.click();
  let now = await state();
  assert.equal(now.sorts.roas, "descending");
  const ranked = bank().touchpoints.filter((t) => !t.lower_bound && !t.undecided);
  const names = (rows) => rows.sort((a, b) => b.roas - a.roas).map((t) => t.touchpoint);
  const [expected, last] = [names(ranked), ["TV spots", "Sponsoring"]];
  assert.deepEqual(now.names, [...expected, ...last]);
  await heading.focus();
  await page.keyboard.press("Enter");
  now = await state();
  assert.equal(now.sorts.roas, "ascending");
  assert.deepEqual(now.names, [...expected.toReversed(), ...last], "a lower bound is in no ranking");
  await page.keyboard.press("Space");
  assert.equal((await state()).sorts.roas, "descending");
  await page.locator("th[data-key=score_light] button").first().click();
  now = await state();
  assert.deepEqual(Object.values(now.sorts).filter((s) => s !== "none").length, 1);
  assert.deepEqual(page.faults, []);
  await close(page);
});

test("without a conversion set there is no return, and the page says how to set one", async () => {
  const data = { ...bank(), language: "en" };
  const unset = { ...data.head, conversion_set: false, roas: null, roas_low: null, roas_high: null };
  const file = join(OUT, "test-unset.html");
  writeFileSync(file, fillTemplate(template, { ...data, head: { ...unset, conversions_without_contact: null } }));
  const page = await openPage(browser);
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction(() => document.querySelector("cx-cockpit").shadowRoot?.querySelector(".page"));
  const seen = await page.evaluate(() => {
    const root = document.querySelector("cx-cockpit").shadowRoot;
    return {
      warnings: [...root.querySelectorAll(".warning")].map((p) => p.textContent),
      cards: [...root.querySelectorAll(".card")].map((card) => card.dataset.head),
      sections: root.querySelectorAll(".section-credits, .section-returns, .caveat").length,
    };
  });
  assert.match(seen.warnings[0], /^No conversion is set.*\[journeys\]/);
  assert.deepEqual(seen.cards, ["score", "cost"]);
  assert.equal(seen.sections, 0);
  assert.deepEqual(page.faults, []);
  await close(page);
});

test("sections without data are not there", async () => {
  const page = await open("tiny");
  const seen = await page.evaluate(() => {
    const root = document.querySelector("cx-cockpit").shadowRoot;
    return {
      headings: [...root.querySelectorAll("h2")].map((h) => h.textContent),
      columns: [...root.querySelectorAll("thead th")].map((h) => h.dataset.key),
      tiles: root.querySelectorAll(".tile").length,
    };
  });
  assert.deepEqual(seen, { headings: ["Touchpoints"], columns: ["touchpoint", "contacts"], tiles: 2 });
  assert.deepEqual(page.faults, []);
  await close(page);
});

test("300 touchpoints: the first ones, a search, and all on demand", async () => {
  const page = await open("many");
  const rows = () =>
    page.evaluate(
      () => document.querySelector("cx-cockpit").shadowRoot.querySelectorAll("table.data-touchpoints tbody tr").length,
    );
  assert.equal(await rows(), 15);
  await page.locator("input[type=search]").first().fill("zürich");
  assert.ok((await rows()) > 3);
  await page.locator("input[type=search]").first().fill("");
  await page.locator(".section-touchpoints .more").click();
  assert.equal(await rows(), 300);
  const spent = await page.evaluate(() => {
    const element = document.querySelector("cx-cockpit");
    const start = performance.now();
    element.data = element.data;
    return performance.now() - start;
  });
  console.log(`# 300 touchpoints redrawn in ${Math.round(spent)} ms, all rows shown`);
  assert.deepEqual(page.faults, []);
  await close(page);
});

test(`${PAYLOADS.length} hostile names are text and nothing else`, async () => {
  assert.ok(PAYLOADS.length >= 200);
  const kinds = (page) =>
    page.evaluate(() => {
      const root = document.querySelector("cx-cockpit").shadowRoot;
      root.querySelectorAll("details").forEach((d) => {
        d.open = true;
      });
      root.querySelectorAll("button.more:not([hidden])").forEach((b) => b.click());
      const all = [...root.querySelectorAll("*")];
      return {
        tags: [...new Set(all.map((e) => e.localName))].sort(),
        attributes: [...new Set(all.flatMap((e) => e.getAttributeNames()))].sort(),
        links: all.filter((e) => e.hasAttribute("href") || e.hasAttribute("src")).length,
        text: root.textContent,
        pwned: window.__pwned,
      };
    });
  const calm = await open("many");
  const plain = await kinds(calm);
  await close(calm);
  const page = await open("hostile");
  const found = await kinds(page);
  await page.waitForTimeout(400);
  await page.mouse.move(400, 400);
  const later = await kinds(page);
  assert.equal(later.pwned, undefined);
  assert.deepEqual(
    found.tags.filter((t) => !plain.tags.includes(t)),
    [],
  );
  assert.deepEqual(
    found.attributes.filter((a) => !plain.attributes.includes(a) && a !== "placeholder" && a !== "value"),
    [],
  );
  assert.deepEqual(
    found.attributes.filter((a) => a.startsWith("on")),
    [],
  );
  assert.equal(found.links, 0);
  for (const payload of PAYLOADS.slice(0, 30))
    assert.ok(found.text.includes(payload.replace(/[\u0000-\u001f\u2028\u2029\u202a-\u202e]+/g, " ").trim()), payload);
  assert.ok(!found.tags.includes("style") && !found.tags.includes("script"));
  assert.deepEqual(page.faults, []);
  await close(page);
});
