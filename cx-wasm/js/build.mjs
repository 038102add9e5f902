// Builds what the Python package shows (the page's template, the module that draws, the licences of what is bundled),
// which needs no engine, and dist/ (the module with its engine, the same template). With --page only the former.
// Prints sizes and fails above the limits.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
/** What wasm-bindgen wrote; without it the module draws but does not compute. */
const pkg = join(here, "pkg");
const root = join(here, "../..");
const python = join(root, "cx-py/python/cxcockpit/static");
/** Bytes after gzip that each file may have at most; the engine is held to its own by scripts/build-wasm.sh. */
const BUDGET = { "cx-cockpit.js": 150_000, "cx-drawing.js": 128_000, "cockpit.template.html": 140_000 };

const read = (...path) => readFileSync(join(...path), "utf8");
const smaller = async (css) => (await transform(css, { loader: "css", minify: true, target: "es2022" })).code.trim();

/** The glue of the compiled module, or a stand-in that says it is missing. */
const wasmGlue = {
  name: "wasm-glue",
  setup(b) {
    const glue = join(pkg, "cx_wasm.js");
    const path = existsSync(glue) ? glue : join(here, "src/engine/no-wasm.js");
    b.onResolve({ filter: /^#glue$/ }, () => ({ path }));
  },
};

/** Sheets travel inside the module as text; their comments and spaces need not. */
const smallCss = {
  name: "small-css",
  setup(b) {
    b.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await smaller(read(path)), loader: "text" }));
  },
};

/** Plot can draw maps, the page has none: their projections stay out. */
const noMaps = {
  name: "no-maps",
  setup(b) {
    b.onResolve({ filter: /^d3-geo$/ }, () => ({ path: "d3-geo", namespace: "no-maps" }));
    b.onLoad({ filter: /.*/, namespace: "no-maps" }, () => {
      const [exported] = read(here, "node_modules/d3-geo/dist/d3-geo.mjs").match(/export \{[^}]*\}/);
      const names = new Set(exported.match(/\bgeo[A-Z]\w*/g));
      const none = "const none = () => { throw new TypeError('no maps'); };";
      // Made when Plot is loaded, and never asked for anything.
      const made = "export const geoTransform = () => null;";
      names.delete("geoTransform");
      const lines = [none, made, ...[...names].map((name) => `export const ${name} = none;`)];
      return { contents: lines.join("\n"), loader: "js" };
    });
  },
};

/** One entry as one file: its text, and the packages that went into it. */
async function bundle(entry) {
  const result = await build({
    entryPoints: [join(here, "src", entry)],
    absWorkingDir: here,
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    plugins: [smallCss, wasmGlue, noMaps],
    external: ["./cx-wasm-inline.js", "./cx-analysis-inline.js"],
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  const [output] = Object.values(result.metafile.outputs);
  const used = Object.entries(output.inputs).filter(([, input]) => input.bytesInOutput > 0);
  const packages = used.map(([path]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[0]).filter(Boolean);
  return { text: result.outputFiles[0].text.trim(), packages: [...new Set(packages)].sort() };
}

/** The licences of the bundled packages, each text once, with the packages it belongs to. */
function licences(packages) {
  const texts = new Map();
  for (const path of packages) {
    const { name, version, license } = JSON.parse(read(here, path, "package.json"));
    const file = readdirSync(join(here, path)).find((f) => /^licen[cs]e/i.test(f));
    const text = file ? read(here, path, file).trim() : `Licence: ${license}`;
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
  }
  return [...texts].map(([text, names]) => `${names.join(", ")}\n\n${text}\n`).join("\n----\n\n");
}

const hash = (text) => `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;

/** The page: `__CX_DATA__`, `__CX_TITLE__` and `__CX_LANG__` are left for the writer. */
async function page({ text, packages }) {
  if (/<\/script|<!--|__CX_/i.test(text)) throw new Error("the script would end its own block or hold a placeholder");
  const style = await smaller(read(here, "src/shell.css"));
  const values = { SCRIPT_HASH: hash(text), STYLE_HASH: hash(style), STYLE: style, SCRIPT: text };
  values.LICENCES = `\n${licences(packages).replaceAll("<", "(").replaceAll(">", ")")}`;
  return read(here, "src/template.html").replace(
    /__(SCRIPT_HASH|STYLE_HASH|STYLE|SCRIPT|LICENCES)__/g,
    (_, name) => values[name],
  );
}

/** Writes a file and holds its size against the limit. */
function write(folder, name, content) {
  writeFileSync(join(folder, name), content);
  if (!(name in BUDGET)) return;
  const gzip = gzipSync(content, { level: 9 }).length;
  const said = `${relative(root, join(folder, name))}  ${Buffer.byteLength(content)} bytes, ${gzip} gzip`;
  console.log(`${said} (at most ${BUDGET[name]})`);
  if (gzip > BUDGET[name]) process.exitCode = 1;
}

/** The engine as a file, and as a script that holds it. */
function engine(name, inline) {
  const wasm = join(pkg, name);
  if (!existsSync(wasm)) return write(dist, inline, "export default()=>new Uint8Array();\n");
  const bytes = readFileSync(wasm);
  const base64 = JSON.stringify(bytes.toString("base64"));
  write(dist, name, bytes);
  write(dist, inline, `export default()=>Uint8Array.from(atob(${base64}),c=>c.charCodeAt(0));\n`);
}

/** An empty folder with a module, the template, and the licences of both. */
function deliver(folder, module, template) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  write(folder, "cx-cockpit.js", module.text);
  write(folder, "cockpit.template.html", template);
  write(folder, "THIRD_PARTY_LICENSES.txt", licences(module.packages));
}

const template = await page(await bundle("page-main.js"));
const drawing = await bundle("drawing.js");
if (existsSync(join(root, "cx-py"))) deliver(python, drawing, template);
if (!process.argv.includes("--page")) {
  deliver(dist, await bundle("index.js"), template);
  write(dist, "cx-drawing.js", drawing.text);
  engine("cx_wasm_bg.wasm", "cx-wasm-inline.js");
  engine("cx_analysis_bg.wasm", "cx-analysis-inline.js");
}
