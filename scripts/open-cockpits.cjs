// open-cockpits.cjs FILE...: opens each HTML file as its user does, from the disk and without a network, and fails when
// its policy is not the one promised, when it draws nothing, or when it complains. Screenshots go to build/screenshots.
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { launch, listen } = require("./chromium.cjs");

const sizes = [
  ["wide", { width: 1280, height: 900 }],
  ["narrow", { width: 420, height: 900 }],
];
const schemes = ["light", "dark"];

/** What the policy of the page must hold, and must not. */
function policy(text) {
  const found = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/i.exec(text)?.[1] ?? "";
  const faults = [];
  if (!/default-src 'none'/.test(found)) faults.push("its policy does not start from default-src 'none'");
  if (/'unsafe-inline'|'unsafe-eval'|\bhttps?:|\*/.test(found)) faults.push(`its policy is too wide: ${found}`);
  return faults;
}

async function open(browser, file, out) {
  const company = path.basename(path.dirname(path.resolve(file)));
  const faults = policy(fs.readFileSync(file, "utf8"));
  const url = pathToFileURL(path.resolve(file)).href;
  for (const [size, viewport] of sizes) {
    for (const colorScheme of schemes) {
      const context = await browser.newContext({ viewport, colorScheme, offline: true });
      const page = await context.newPage();
      const complaints = listen(page, url);
      await page.goto(url, { waitUntil: "load", timeout: 60000 });
      await page.waitForTimeout(1000);
      const drawn = await page.evaluate(() => {
        const count = (root) =>
          [...root.querySelectorAll("*")].reduce(
            (sum, node) => sum + (node.localName === "svg" || node.localName === "table") + (node.shadowRoot ? count(node.shadowRoot) : 0),
            0,
          );
        return { charts: count(document), over: document.documentElement.scrollWidth - innerWidth };
      });
      if (!drawn.charts) complaints.push("nothing is drawn");
      if (drawn.over > 1) complaints.push(`${drawn.over} pixels wider than the window`);
      await page.screenshot({ path: path.join(out, `${company}-${size}-${colorScheme}.png`), fullPage: true });
      faults.push(...complaints.map((text) => `${size}, ${colorScheme}: ${text}`));
      await context.close();
    }
  }
  return faults;
}

async function main(files) {
  const out = path.resolve(__dirname, "../build/screenshots");
  fs.mkdirSync(out, { recursive: true });
  const browser = await launch();
  let failed = 0;
  for (const file of files) {
    const faults = fs.existsSync(file) ? await open(browser, file, out) : ["the file is missing: run 'make cockpit'"];
    for (const fault of new Set(faults)) console.log(`  ${file}: ${fault}`);
    if (faults.length) failed += 1;
  }
  await browser.close();
  console.log(`cockpits: ${files.length - failed} passed, ${failed} failed; screenshots in build/screenshots`);
  return failed ? 1 : 0;
}

main(process.argv.slice(2)).then((code) => process.exit(code), (error) => {
  console.log(error);
  process.exit(1);
});
