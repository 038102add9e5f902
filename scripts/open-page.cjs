// open-page.cjs FOLDER PAGE [SELECTOR]: serves the folder on this machine, opens the page in headless Chromium, waits for
// the selector, and fails on whatever the page complains about. Packages in FOLDER/node_modules are known to the page by their names.
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const { launch, listen } = require("./chromium.cjs");

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** The import map of the packages that lie in the folder. */
function importMap(folder) {
  const imports = {};
  const modules = path.join(folder, "node_modules");
  for (const name of fs.existsSync(modules) ? fs.readdirSync(modules) : []) {
    const file = path.join(modules, name, "package.json");
    if (!fs.existsSync(file)) continue;
    const { exports: front, module, main } = JSON.parse(fs.readFileSync(file, "utf8"));
    const add = (key, value) => {
      while (value && typeof value === "object") value = value.browser ?? value.import ?? value.default;
      if (typeof value === "string" && !value.includes("*"))
        imports[name + key.slice(1)] = `/node_modules/${name}/${value.replace(/^\.\//, "")}`;
    };
    const keys = typeof front === "object" ? Object.keys(front).filter((key) => key.startsWith(".")) : [];
    if (keys.length) keys.forEach((key) => add(key, front[key]));
    else add(".", front ?? module ?? main ?? "index.js");
  }
  return `<script type="importmap">${JSON.stringify({ imports })}</script>`;
}

async function main(folder, name, selector) {
  const map = importMap(folder);
  const server = http.createServer((request, response) => {
    const file = path.join(folder, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    if (request.url === "/favicon.ico") return void response.writeHead(204).end();
    if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) return void response.writeHead(404).end();
    let body = fs.readFileSync(file);
    if (path.basename(file) === name) {
      const text = body.toString();
      const place = text.search(/<script/i);
      // A page with a policy, or with a map of its own, knows best.
      if (place >= 0 && !/importmap|Content-Security-Policy/.test(text)) body = text.slice(0, place) + map + text.slice(place);
    }
    response.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream" }).end(body);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const own = `http://127.0.0.1:${server.address().port}/`;
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const complaints = listen(page, own);
    await page.goto(own + name, { waitUntil: "networkidle", timeout: 60000 });
    await page.waitForTimeout(500);
    if (selector && !complaints.length) await page.waitForSelector(selector, { state: "attached", timeout: 20000 });
    await page.screenshot({ path: path.join(folder, `${path.parse(name).name}.png`) });
    if (complaints.length) throw new Error(`the page complains:\n${complaints.join("\n")}`);
  } finally {
    await browser.close();
    server.close();
  }
}

main(...process.argv.slice(2)).catch((error) => {
  console.log(error.message);
  process.exit(1);
});
