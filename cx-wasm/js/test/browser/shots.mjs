// Screenshots of the self-contained page: {fixture} x {en, de} x {light, dark} x {desktop, phone}, into test-output/.
// Arguments narrow the set: `node test/browser/shots.mjs sample en light desktop`.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bank, hostile, many, tiny } from "../fixtures/make.mjs";
import { fillTemplate, launch, openPage, OUT, ROOT } from "./host.mjs";

const wanted = process.argv.slice(2);
const pick = (all) => {
  const some = all.filter((x) => wanted.includes(x));
  return some.length ? some : all;
};
const FIXTURES = { sample: bank, tiny, many, hostile };
const WIDTHS = { desktop: 1360, phone: 390, wide: 1600, tablet: 820 };
const template = readFileSync(join(ROOT, "dist/cockpit.template.html"), "utf8");
const browser = await launch();
for (const fixture of pick(Object.keys(FIXTURES)).filter((f) => wanted.includes(f) || f === "sample")) {
  for (const language of pick(["en", "de"]))
    for (const theme of pick(["light", "dark"]))
      for (const width of pick(Object.keys(WIDTHS)).filter(
        (w) => wanted.includes(w) || w === "desktop" || w === "phone",
      )) {
        const file = join(OUT, `${fixture}.html`);
        writeFileSync(file, fillTemplate(template, { ...FIXTURES[fixture](), language }));
        const page = await openPage(browser, { width: WIDTHS[width], dark: theme === "dark" });
        await page.goto(pathToFileURL(file).href);
        await page.waitForTimeout(150);
        await page.screenshot({ path: join(OUT, `${fixture}-${language}-${theme}-${width}.png`), fullPage: true });
        if (page.faults.length) console.log(fixture, language, theme, width, page.faults);
        await page.context().close();
      }
}
await browser.close();
