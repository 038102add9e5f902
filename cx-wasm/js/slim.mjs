// slim.mjs INPUT.wasm OUTPUT.wasm: the engine without what is only for analysis, which is all exports whose names begin
// with "analysis" and the code that nothing else needs.

import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ANALYSIS = /^(__wbg_)?analysis/;

const here = dirname(fileURLToPath(import.meta.url));
const [input, output] = process.argv.slice(2);
if (!input || !output) throw new Error("usage: slim.mjs INPUT.wasm OUTPUT.wasm");

const names = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(input))).map(({ name }) => name);
const kept = names.filter((name) => !ANALYSIS.test(name));
if (kept.length === names.length) throw new Error(`${input} exports nothing for analysis: was it renamed?`);
const graph = names.map((name) => ({ name: `kept ${name}`, export: name, root: kept.includes(name) }));
const file = `${output}.graph.json`;
writeFileSync(file, JSON.stringify(graph));
execFileSync(join(here, "node_modules/.bin/wasm-metadce"), [
  "--all-features",
  "--quiet",
  "--graph-file",
  file,
  input,
  "-o",
  output,
]);
rmSync(file);
