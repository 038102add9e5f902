// Builds dist/: the module, the self-contained page's template; copies both to the Python package; prints sizes.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const python = join(here, "../../cx-py/python/cxcockpit/static");
/** Bytes after gzip that each file may have at most. */
const BUDGET = { "cx-cockpit.js": 150_000, "cockpit.template.html": 140_000, "cx_wasm_bg.wasm": 150_000 };

const bundle = async (entry) => {
  const result = await build({
    entryPoints: [join(here, "src", entry)],
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
    charset: "ascii",
    legalComments: "none",
    plugins: [smallCss, wasmGlue],
    external: ["./cx-wasm-inline.js"],
    write: false,
    logLevel: "warning",
  });
  return result.outputFiles[0].text;
};

/** The glue that wasm-bindgen wrote to pkg/, or a stand-in that says it is missing. */
const wasmGlue = {
  name: "wasm-glue",
  setup(b) {
    const built = join(here, "pkg/cx_wasm.js");
    b.onResolve({ filter: /^#glue$/ }, () => ({
      path: existsSync(built) ? built : join(here, "src/engine/no-wasm.js"),
    }));
  },
};

/** The sheet travels inside the module as text; its comments and spaces need not. */
const smallCss = {
  name: "small-css",
  setup(b) {
    b.onLoad({ filter: /\.css$/ }, async ({ path }) => ({
      contents: (
        await transform(readFileSync(path, "utf8"), { loader: "css", minify: true, target: "es2022" })
      ).code.trim(),
      loader: "text",
    }));
  },
};

const hash = (text) => `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;

/** The page: `__CX_DATA__`, `__CX_TITLE__` and `__CX_LANG__` are left for the writer. */
function page(script, style) {
  if (/<\/script|<!--|__CX_/i.test(script)) throw new Error("the script would end its own block or hold a placeholder");
  const values = { __SCRIPT_HASH__: hash(script), __STYLE_HASH__: hash(style), __STYLE__: style, __SCRIPT__: script };
  return readFileSync(join(here, "src/template.html"), "utf8").replace(
    /__(?:SCRIPT|STYLE)(?:_HASH)?__/g,
    (name) => values[name],
  );
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const style = (
  await transform(readFileSync(join(here, "src/shell.css"), "utf8"), { loader: "css", minify: true })
).code.trim();
const files = {
  "cx-cockpit.js": await bundle("index.js"),
  "cockpit.template.html": page((await bundle("page-main.js")).trim(), style),
};
for (const [name, text] of Object.entries(files)) {
  writeFileSync(join(dist, name), text);
  const gzip = gzipSync(text, { level: 9 }).length;
  console.log(`${name}  ${text.length} bytes, ${gzip} gzip (at most ${BUDGET[name]})`);
  if (gzip > BUDGET[name]) process.exitCode = 1;
}
const wasm = join(here, "pkg/cx_wasm_bg.wasm");
if (existsSync(wasm)) {
  const bytes = readFileSync(wasm);
  copyFileSync(wasm, join(dist, "cx_wasm_bg.wasm"));
  writeFileSync(
    join(dist, "cx-wasm-inline.js"),
    `export default()=>Uint8Array.from(atob("${bytes.toString("base64")}"),c=>c.charCodeAt(0));\n`,
  );
  const gzip = gzipSync(bytes, { level: 9 }).length;
  console.log(`cx_wasm_bg.wasm  ${bytes.length} bytes, ${gzip} gzip (at most ${BUDGET["cx_wasm_bg.wasm"]})`);
  if (gzip > BUDGET["cx_wasm_bg.wasm"]) process.exitCode = 1;
}
if (existsSync(dirname(python))) {
  mkdirSync(python, { recursive: true });
  for (const name of Object.keys(files)) copyFileSync(join(dist, name), join(python, name));
  console.log("copied to cx-py/python/cxcockpit/static");
}
