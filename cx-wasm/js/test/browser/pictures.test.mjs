// The pictures of funnel, step matrix, personas and credits: in the page, and drawn one by one under the strict policy.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { FILES, OPTIONS } from "../files.mjs";
import { bank } from "../fixtures/make.mjs";
import { fillTemplate, launch, openPage, OUT, ROOT, serve } from "./host.mjs";

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

async function open(data, options) {
  const file = join(OUT, "test-pictures.html");
  writeFileSync(file, fillTemplate(readFileSync(join(ROOT, "dist/cockpit.template.html"), "utf8"), data));
  const page = await openPage(browser, options);
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction(() => document.querySelector("cx-cockpit").shadowRoot?.querySelector(".page"));
  await page.waitForTimeout(120);
  return page;
}

/** The cells of the numbers below a section's chart, row by row. */
const numbers = (page, section) =>
  page.evaluate((name) => {
    const root = document.querySelector("cx-cockpit").shadowRoot.querySelector(`.section-${name}`);
    root.querySelector("details").open = true;
    return new Promise((resolve) =>
      setTimeout(
        () =>
          resolve(
            [...root.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent)),
          ),
        50,
      ),
    );
  }, section);
const number = (text) => Number(text.replace("−", "-").replace(/[^\d.-]/g, ""));

test("the figures of a funnel are the table's, in the chart and below it", async () => {
  const data = bank();
  const page = await open(data);
  const drawn = await page.locator(".section-funnel .chart").first().textContent();
  for (const row of data.funnel) assert.ok(drawn.includes(row.entered.toLocaleString("en-GB")), row.name);
  const rows = await numbers(page, "funnel");
  rows.forEach((cells, i) => {
    const row = data.funnel[i];
    assert.equal(number(cells[1]), row.entered);
    if (row.converted === null) return;
    assert.deepEqual(cells.slice(2, 5).map(number), [row.converted, row.censored, row.lost]);
    assert.ok(Math.abs(number(cells[5]) / 100 - row.rate) < 6e-4);
    const [low, high] = cells[6].split(" – ").map(number);
    assert.ok(low <= row.rate * 100 + 0.05 && row.rate * 100 <= high + 0.05, cells[6]);
  });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a column of the step matrix adds up to 100%", async () => {
  const page = await open(bank());
  const columns = await page.evaluate(() => {
    const svg = document.querySelector("cx-cockpit").shadowRoot.querySelector(".section-matrix svg");
    const shares = new Map();
    for (const title of svg.querySelectorAll("rect title")) {
      const [, step, share] = /Step (\d+): ([\d.]+)%/.exec(title.textContent);
      shares.set(step, (shares.get(step) ?? 0) + Number(share));
    }
    return [...shares.values()];
  });
  assert.equal(columns.length, 10);
  for (const sum of columns) assert.ok(Math.abs(sum - 100) < 1, sum);
  await page.context().close();
});

test("every picture says what it is; a strip says its journey", async () => {
  const data = bank();
  const page = await open(data);
  const labels = await page.evaluate(() =>
    [...document.querySelector("cx-cockpit").shadowRoot.querySelectorAll(".chart svg")].map((svg) => [
      svg.getAttribute("role"),
      svg.getAttribute("aria-label"),
    ]),
  );
  for (const [role, label] of labels) assert.ok(role === "img" && label.length > 5, label);
  const spoken = labels.map(([, label]) => label).filter((label) => label.startsWith("Persona "));
  assert.equal(spoken.length, data.personas.path.length);
  spoken.forEach((label, i) => assert.ok(label.endsWith(data.personas.path[i].join(", ")), label));
  await page.context().close();
});

test("television: the figures are the tables', sums and the check stand in words", async () => {
  const data = bank();
  for (const language of ["en", "de"]) {
    const page = await open({ ...data, language });
    const rows = await numbers(page, "broadcast");
    const text = await page.locator(".section-broadcast").textContent();
    rows.forEach((cells, i) => {
      const row = data.broadcast[i];
      assert.equal(cells[0], row.campaign);
      assert.equal(Number(cells[1].replace(/\D/g, "")), row.spots);
      assert.equal(Number(cells[3].replace(/\D/g, "")), row.visits);
    });
    assert.equal(rows.length, data.broadcast.filter((row) => row.campaign !== null).length);
    assert.ok(text.includes(language === "en" ? "in the row of TV spots above" : "in der Zeile von TV spots"), text);
    assert.ok(text.includes(language === "en" ? "none, as it should be" : "keine, wie es sein soll"));
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
  const wrong = await open({ ...data, placebo: [{ visits: 90, low: 40, high: 140 }] });
  assert.ok((await wrong.locator(".section-broadcast").textContent()).includes("read with care"));
  await wrong.context().close();
});

test("personas say what they turn to, and how they score", async () => {
  const data = bank();
  const page = await open(data);
  const items = page.locator(".section-personas .personas > li");
  const first = await items.first().textContent();
  const rows = data.needs.persona.map((_, i) =>
    Object.fromEntries(Object.entries(data.needs).map(([k, v]) => [k, v[i]])),
  );
  for (const phase of new Set(data.needs.phase)) assert.ok(first.includes(phase), phase);
  const marked = await items.first().locator(".more-than-others").count();
  assert.equal(marked, rows.filter((r) => r.persona === 0 && r.difference_low > 0).length);
  assert.ok(first.includes("NPS38 (30 – 46)"), first);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("large figures leave room for the last column of the touchpoints", async () => {
  const data = bank();
  for (const row of data.touchpoints)
    for (const key of ["contacts", "cost", "value", "value_low", "value_high"]) row[key] &&= row[key] * 1.9;
  for (const language of ["en", "de"]) {
    const page = await open({ ...data, language }, { width: 1360 });
    const [content, box] = await page.evaluate(() => {
      const scroll = document.querySelector("cx-cockpit").shadowRoot.querySelector(".section-touchpoints .scroll");
      return [scroll.scrollWidth, scroll.clientWidth];
    });
    assert.ok(content <= box, `${language}: ${content} > ${box}`);
    await page.context().close();
  }
});

test("single pictures of the engine's tables, under the policy and without a fault", async () => {
  const page = await openPage(browser, { width: 1000 });
  await page.goto(server.url);
  const seen = await page.evaluate(
    async ([files, options]) => {
      const cx = await import("/dist/cx-cockpit.js");
      const { csv } = await import("/test/quickstart.js");
      await cx.initAnalysis();
      const events = cx.events(csv(files.events), options.events);
      const journeys = cx.journeys(events, cx.stitch(events), options.journeys);
      const [first] = journeys.transitions().to;
      const pictures = {
        drawFunnel: journeys.funnel({ steps: [first, "(conversion)"] }),
        drawStepMatrix: journeys.stepMatrix({ steps: 4 }),
        drawPersonas: journeys.personas({ least: 2, most: 3, resamples: 2 }).table(),
        drawCredits: cx.attribute(journeys, { models: ["linear", "last"] }),
        drawBroadcast: {
          touchpoint: ["tv"],
          campaign: ["spring"],
          spots: [3],
          visits: [12],
          visits_low: [-1],
          visits_high: [25],
        },
        drawFlow: journeys.flow({ steps: 3 }),
      };
      const out = {};
      for (const [name, table] of Object.entries(pictures)) {
        const el = document.body.appendChild(document.createElement("div"));
        const picture = cx[name](el, table, { language: "de", currency: "CHF" });
        const root = el.firstChild.shadowRoot;
        const drawn = { sections: root.querySelectorAll("section").length, head: root.querySelectorAll("h1").length };
        drawn.charts = root.querySelectorAll(".chart svg").length;
        drawn.lang = root.querySelector(".page").lang;
        picture.update(table, { language: "en" });
        drawn.then = root.querySelector(".page").lang;
        picture.update(null);
        drawn.empty = root.querySelectorAll("section").length;
        picture.update(table);
        drawn.again = root.querySelectorAll("section").length;
        out[name] = drawn;
        if (name === "drawFlow") picture.destroy();
      }
      return [out, document.body.childElementCount, document.body.lastElementChild.childElementCount];
    },
    [FILES, OPTIONS],
  );
  await page.waitForTimeout(150);
  await page.screenshot({ path: join(OUT, "single-pictures.png"), fullPage: true });
  for (const [name, drawn] of Object.entries(seen[0])) {
    const { charts, ...rest } = drawn;
    assert.ok(charts >= 1, name);
    assert.deepEqual(rest, { sections: 1, head: 0, lang: "de", then: "en", empty: 0, again: 1 }, name);
  }
  assert.deepEqual(seen.slice(1), [6, 0]);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
