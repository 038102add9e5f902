// Nothing is cut: boxes of labels against their drawings, of texts against their boxes; contrast; both languages; paper.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { bank, hostile, many, tiny } from "../fixtures/make.mjs";
import { fillTemplate, launch, openPage, OUT, ROOT } from "./host.mjs";

const FIXTURES = { sample: bank, tiny, many, hostile };
const template = readFileSync(join(ROOT, "dist/cockpit.template.html"), "utf8");
let browser;

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
});

async function open(fixture, language, options) {
  const file = join(OUT, `layout-${fixture}-${language}.html`);
  writeFileSync(file, fillTemplate(template, { ...FIXTURES[fixture](), language }));
  const page = await openPage(browser, options);
  await page.goto(pathToFileURL(file).href);
  await page.waitForTimeout(150);
  return page;
}

/** In the page: everything that sticks out. */
const overflow = () => {
  const root = document.querySelector("cx-cockpit").shadowRoot;
  const out = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) out.push(`the page is ${wide} px wide in a window of ${innerWidth}`);
  for (const svg of root.querySelectorAll(".chart svg, .spark svg")) {
    const frame = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll("text")) {
      const box = text.getBoundingClientRect();
      if (!box.width || text.closest('[aria-label="tip"]')) continue;
      if (
        box.left < frame.left - 1 ||
        box.right > frame.right + 1 ||
        box.top < frame.top - 2 ||
        box.bottom > frame.bottom + 2
      )
        out.push(
          `svg text ${JSON.stringify(text.textContent.slice(0, 40))} [${[box.left - frame.left, frame.right - box.right, box.top - frame.top, frame.bottom - box.bottom].map(Math.round)}] in ${svg.getAttribute("aria-label").slice(0, 30)}`,
        );
    }
  }
  for (const el of root.querySelectorAll(
    "h1, h2, h3, p, dt, dd, th, td, button, summary, li, .light, .main, .sub, .name, .status, code",
  )) {
    if (!el.getClientRects().length || el.closest(".visually-hidden")) continue;
    if (el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).display !== "inline")
      out.push(
        `${el.localName}.${el.className} ${JSON.stringify(el.textContent.slice(0, 40))} ${el.scrollWidth} > ${el.clientWidth}`,
      );
  }
  // Texts of one chart must not lie on each other.
  for (const svg of root.querySelectorAll(".chart svg")) {
    const boxes = [...svg.querySelectorAll("text")]
      .filter((t) => t.textContent.trim() && !t.closest('[aria-label="tip"]'))
      .map((t) => [t.getBoundingClientRect(), t.textContent]);
    for (let i = 0; i < boxes.length; i++)
      for (let j = i + 1; j < boxes.length; j++) {
        const [[a, s], [b, u]] = [boxes[i], boxes[j]];
        const [w, h] = [
          Math.min(a.right, b.right) - Math.max(a.left, b.left),
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top),
        ];
        if (w > 2 && h > 5)
          out.push(
            `texts overlap: ${JSON.stringify(s.slice(0, 24))} and ${JSON.stringify(u.slice(0, 24))} by ${Math.round(w)} x ${Math.round(h)} in ${svg.getAttribute("aria-label").slice(0, 24)}`,
          );
      }
  }
  return out;
};

for (const fixture of Object.keys(FIXTURES)) {
  for (const width of [380, 820, 1360, 1600]) {
    test(`nothing is cut: ${fixture} at ${width} px`, async () => {
      for (const language of fixture === "sample" || fixture === "many" ? ["en", "de"] : ["en"]) {
        const page = await open(fixture, language, { width });
        const out = await page.evaluate(overflow);
        assert.deepEqual(out.slice(0, 12), [], `${out.length} in ${language}`);
        assert.deepEqual(page.faults, []);
        await page.context().close();
      }
    });
  }
}

test("charts follow the window", async () => {
  const page = await open("sample", "en", { width: 1400 });
  const widths = () =>
    page.evaluate(() =>
      [...document.querySelector("cx-cockpit").shadowRoot.querySelectorAll(".section-credits .chart svg")].map((s) =>
        Math.round(s.getBoundingClientRect().width),
      ),
    );
  const [before] = await widths();
  await page.setViewportSize({ width: 600, height: 900 });
  await page.waitForTimeout(200);
  const [after] = await widths();
  assert.ok(after < before && after > 400, `${before} -> ${after}`);
  assert.deepEqual(await page.evaluate(overflow), []);
  await page.context().close();
});

/** In the page: text whose contrast with what lies behind it is below 4.5 (3 for large or bold text). */
const faint = () => {
  const root = document.querySelector("cx-cockpit").shadowRoot;
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) =>
    [r, g, b]
      .map((v) => v / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      .reduce((a, v, i) => a + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (el) => {
    for (let at = el; at; at = at.parentElement ?? (at.getRootNode().host || null)) {
      const [r, g, b, a] = rgb(getComputedStyle(at).backgroundColor);
      if (a === 255) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const out = new Map();
  for (const el of root.querySelectorAll("*")) {
    if (
      ![...el.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) ||
      !el.getClientRects().length ||
      el.closest(".visually-hidden, title")
    )
      continue;
    const style = getComputedStyle(el);
    const colour = el instanceof SVGElement ? style.fill : style.color;
    const [a, b] = [luminance(rgb(colour)), luminance(behind(el))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const least = parseFloat(style.fontSize) >= 24 ? 3 : 4.5;
    if (ratio < least)
      out.set(`${el.localName}.${el.getAttribute("class")} ${colour} ${ratio.toFixed(2)}`, el.textContent.slice(0, 30));
  }
  return [...out];
};

for (const dark of [false, true]) {
  test(`every text can be read: ${dark ? "dark" : "light"}`, async () => {
    const page = await open("sample", "en", { dark });
    assert.deepEqual(await page.evaluate(faint), []);
    await page
      .locator("button", { hasText: dark ? "Light" : "Dark" })
      .first()
      .click();
    assert.deepEqual(await page.evaluate(faint), []);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test("German: words, numbers, dates; the switch keeps the state", async () => {
  const page = await open("sample", "de", {});
  const text = () => page.evaluate(() => document.querySelector("cx-cockpit").shadowRoot.textContent);
  const german = await text();
  for (const word of [
    "Das Wichtigste",
    "1. Januar – 30. Juni 2026",
    "Erwartet → empfunden",
    "Verfehlt",
    "Markow-Kette",
    "Kein Abschluss",
  ])
    assert.ok(german.includes(word), word);
  assert.match(german, /813['’]120/);
  await page.locator("th[data-key=cost] button").first().click();
  await page.locator("button", { hasText: "EN" }).first().click();
  const english = await text();
  assert.ok(english.includes("What matters most") && english.includes("813,120"));
  assert.equal(
    await page.evaluate(() =>
      document.querySelector("cx-cockpit").shadowRoot.querySelector("th[data-key=cost]").getAttribute("aria-sort"),
    ),
    "descending",
  );
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("on paper: light colours, no buttons, no fault", async () => {
  const page = await open("sample", "en", { dark: true });
  const pdf = await page.pdf({ path: join(OUT, "sample.pdf"), format: "A4", landscape: true });
  assert.ok(pdf.length > 20_000);
  await page.emulateMedia({ media: "print" });
  const seen = await page.evaluate(() => {
    const host = document.querySelector("cx-cockpit");
    return [
      getComputedStyle(host).backgroundColor,
      [...host.shadowRoot.querySelectorAll("button.more, .tools")].some((b) => b.getClientRects().length),
    ];
  });
  assert.deepEqual(seen, ["rgb(255, 255, 255)", false]);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
