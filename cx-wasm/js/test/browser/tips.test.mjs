// Tips appear under the pointer, say what the JSON says, and break no rule of the policy.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { bank } from "../fixtures/make.mjs";
import { fillTemplate, launch, openPage, OUT, ROOT } from "./host.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

test("every chart has its tip", async () => {
  const file = join(OUT, "test-tips.html");
  writeFileSync(file, fillTemplate(readFileSync(join(ROOT, "dist/cockpit.template.html"), "utf8"), bank()));
  const page = await openPage(browser);
  await page.goto(pathToFileURL(file).href);
  for (const [section, circle] of [
    ["credits", "g[aria-label=dot] path, g[aria-label=dot] circle"],
    ["kpi", "g[aria-label=dot] circle"],
    ["gaps", "g[aria-label=dot] circle"],
    ["audit", "g[aria-label=tick] line"],
    ["returns", "g[aria-label=dot] circle"],
    ["funnel", "g[aria-label=bar] rect"],
    ["personas", "g[aria-label=bar] rect"],
  ]) {
    const dot = page.locator(`.section-${section} .chart svg`).first().locator(circle).first();
    await dot.scrollIntoViewIfNeeded();
    const box = await dot.boundingBox();
    await page.mouse.move(box.x + box.width / 2 - 1, box.y + box.height / 2);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 + 1);
    await page.waitForTimeout(120);
    const tip = await page.evaluate((name) => {
      const root = document.querySelector("cx-cockpit").shadowRoot;
      return [
        ...root.querySelectorAll(`.section-${name} g[aria-label=tip], .section-${name} .multiples g[aria-label=text]`),
      ]
        .map((g) => g.textContent)
        .join("");
    }, section);
    assert.ok(tip.length > 10, `${section}: no tip`);
    await page.locator(`.section-${section}`).screenshot({ path: join(OUT, `tip-${section}.png`) });
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
