// The package as its user meets it: packed, installed into a small Vite page, built, and opened in a browser.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { launch, openPage, OUT, ROOT, serve } from "./browser/host.mjs";

const folder = mkdtempSync(join(tmpdir(), "cx-pack-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const run = (command, args, cwd) => execFileSync(command, args, { cwd, encoding: "utf8", stdio: "pipe" });

test("the tarball builds with Vite, computes and draws", async () => {
  const [{ filename, files, size }] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", folder], ROOT));
  const names = files.map(({ path }) => path).sort();
  console.log(`${filename}: ${size} bytes, ${names.length} files`);
  for (const name of ["dist/cx-cockpit.js", "dist/cx_wasm_bg.wasm", "dist/cx-wasm-inline.js", "types/index.d.ts"])
    assert.ok(names.includes(name), name);
  assert.ok(!names.some((name) => /^(src|test|pkg)\//.test(name)), names.join());

  const app = join(folder, "app");
  cpSync(join(ROOT, "test/vite-app"), app, { recursive: true });
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", join(folder, filename)], app);
  // The page's own tool, at the version that this package is tested with.
  for (const name of readdirSync(join(ROOT, "node_modules")).filter((name) => !name.startsWith(".")))
    if (name !== "cx-cockpit") symlinkSync(join(ROOT, "node_modules", name), join(app, "node_modules", name));
  run(process.execPath, [join(ROOT, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"], app);

  const assets = readdirSync(join(app, "dist/assets"));
  const pages = Object.fromEntries(
    assets.map((name) => [`/assets/${name}`, readFileSync(join(app, "dist/assets", name))]),
  );
  pages["/"] = readFileSync(join(app, "dist/index.html"));
  assert.ok(
    assets.some((name) => name.endsWith(".wasm")),
    assets.join(),
  );
  // This page fetches the engine from its own origin.
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:";
  const server = await serve(pages, policy);
  const browser = await launch();
  try {
    const page = await openPage(browser);
    await page.goto(server.url);
    await page.waitForFunction(() => document.documentElement.dataset.value, null, { timeout: 20_000 });
    assert.equal(await page.evaluate(() => document.documentElement.dataset.value), "60,60");
    await page.waitForFunction(() => document.querySelector("cx-cockpit").shadowRoot.querySelector(".page"));
    mkdirSync(OUT, { recursive: true });
    await page.screenshot({ path: join(OUT, "vite-page.png") });
    assert.deepEqual(page.faults, []);
  } finally {
    await browser.close();
    await server.close();
  }
});
