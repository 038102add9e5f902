// What the browser tests share: a static server that sends the policy, and Chromium.

import { createReadStream, existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** cx-wasm/js. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Where screenshots go. */
export const OUT = join(ROOT, "test-output");
mkdirSync(OUT, { recursive: true });
/** The policy under which the module must run. */
export const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".css": "text/css",
};

/** A server of this folder; `pages` are answered from memory: `{path: text}`. */
export async function serve(pages = {}, policy = POLICY) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    response.setHeader("content-security-policy", policy);
    response.setHeader("content-type", TYPES[extname(path)] ?? "text/html; charset=utf-8");
    if (path in pages) return response.end(pages[path]);
    const file = join(ROOT, normalize(path));
    if (!file.startsWith(ROOT) || !existsSync(file) || !extname(file)) {
      response.statusCode = 404;
      return response.end();
    }
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

/** Chromium, headless. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CX_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--no-first-run",
      "--disable-quic",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page that gathers every console error, page error and policy violation in `page.faults`. */
export async function openPage(browser, { width = 1360, height = 900, dark = false, scale = 1 } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    deviceScaleFactor: scale,
  });
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (m) => {
    if (m.type() === "error" || m.type() === "warning") page.faults.push(`console ${m.type()}: ${m.text()}`);
  });
  page.on("pageerror", (e) => page.faults.push(`page error: ${e.message}`));
  page.on("dialog", (d) => {
    page.faults.push(`dialog: ${d.message()}`);
    void d.dismiss();
  });
  await page.exposeFunction("__violation", (text) => page.faults.push(`policy: ${text}`));
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", (e) =>
      window.__violation(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`),
    ),
  );
  return page;
}

/** JSON as it may stand in a data block of a page. */
export const dataBlock = (data) =>
  JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
const text = (value) => String(value).replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** The self-contained page with `data` in it, as `save()` writes it. */
export function fillTemplate(template, data) {
  const values = { __CX_DATA__: dataBlock(data), __CX_TITLE__: text(data.title), __CX_LANG__: text(data.language) };
  return template.replace(/__CX_(?:DATA|TITLE|LANG)__/g, (name) => values[name]);
}
