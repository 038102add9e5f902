// The compiled engine in a real browser, under the strict policy: the figures of the native core, drawn.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { EXPECTED, FILES, OPTIONS } from "../files.mjs";
import { differences } from "../quickstart.js";
import { launch, openPage, OUT, ROOT, serve } from "./host.mjs";

/** The example of the README, as a module of this server. */
const readme = /```js\n(import \{ init[^]*?)```/.exec(readFileSync(join(ROOT, "README.md"), "utf8"))[1];
let browser;
let server;

before(async () => {
  browser = await launch();
  const head = "<!doctype html><html lang=en><meta charset=utf-8><title>host</title>";
  server = await serve({
    "/": `${head}<body></body></html>`,
    "/readme.js": readme.replace('"cx-cockpit"', '"/dist/cx-cockpit.js"'),
  });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

test("the engine computes the quickstart and the page draws it, without a fault", async () => {
  const page = await openPage(browser, { height: 1400 });
  await page.goto(server.url);
  const found = await page.evaluate(
    async ([files, options]) => {
      const cx = await import("/dist/cx-cockpit.js");
      const { quickstart } = await import("/test/quickstart.js");
      await cx.init();
      const { cockpit } = quickstart(cx, files, options);
      cx.define();
      const element = document.createElement("cx-cockpit");
      element.data = cockpit.toJSON();
      document.body.append(element);
      return JSON.parse(JSON.stringify(cockpit));
    },
    [FILES, OPTIONS],
  );
  assert.deepEqual(differences(found, EXPECTED), []);
  await page.waitForFunction(() => document.querySelector("cx-cockpit").shadowRoot?.querySelector(".page"));
  await page.waitForTimeout(200);
  const drawn = await page.evaluate(() => document.querySelector("cx-cockpit").shadowRoot.textContent);
  for (const name of ["newsletter", "branch", "Quickstart"]) assert.ok(drawn.includes(name), name);
  await page.screenshot({ path: join(OUT, "engine-quickstart.png"), fullPage: true });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the README's example runs as it stands", async () => {
  const page = await openPage(browser);
  const said = [];
  page.on("console", async (message) => said.push(await message.args()[0]?.jsonValue()));
  await page.goto(server.url);
  await page.evaluate(() => import("/readme.js"));
  await page.waitForFunction(() => document.querySelector("cx-cockpit").shadowRoot?.querySelector(".page"));
  assert.deepEqual(said, [[60, 60, 120, 0]]);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("what it refuses is a CxError; it goes on, also after a trap", async () => {
  const page = await openPage(browser);
  await page.goto(server.url);
  const kinds = await page.evaluate(async () => {
    const cx = await import("/dist/cx-cockpit.js");
    const kinds = [];
    const roles = { time: "t", ids: { user: "u" }, touchpoint: "p" };
    const attempt = (work) => {
      try {
        work();
        kinds.push("fine");
      } catch (error) {
        kinds.push(error instanceof cx.CxError ? error.kind : `${error}`);
      }
    };
    const fine = () => cx.events({ t: ["2026-01-01"], u: ["a"], p: ["x"] }, roles);
    attempt(fine);
    await cx.init();
    attempt(fine);
    attempt(() => cx.events({ t: ["2026-01-01"] }, roles));
    attempt(() => cx.events({ t: ["2026-01-01"], u: ["a"], p: ["x"] }, { ...roles, timezone: "Europe/Zurich" }));
    attempt(fine);
    // Nine times half a gigabyte is more than the engine can address; the page holds it once.
    const large = new Float64Array(2 ** 26);
    attempt(() => cx.events(Object.fromEntries([..."tabcdefgh"].map((name) => [name, large])), roles));
    await cx.init();
    attempt(fine);
    return kinds;
  });
  assert.deepEqual(kinds, ["not_ready", "fine", "missing_column", "unknown_zone", "fine", "trap", "fine"]);
  assert.deepEqual(
    page.faults.filter((fault) => !fault.startsWith("console error: cx-cockpit:")),
    [],
  );
  await page.context().close();
});
