// What draws alone must not bring the engine, nor reach for it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const path = new URL("../../dist/cx-drawing.js", import.meta.url);

test("the drawing module holds no engine and loads none", () => {
  const text = readFileSync(path, "utf8");
  for (const trace of ["WebAssembly", ".wasm", "cx-wasm-inline"]) assert.ok(!text.includes(trace), trace);
});

test("the drawing module exports what draws, as the whole package does", async () => {
  const [drawing, whole] = await Promise.all([import(path), import("../../dist/cx-cockpit.js")]);
  const names = Object.keys(drawing);
  assert.ok(
    ["default", "mount", "define", "CxCockpit", "drawCredits"].every((name) => names.includes(name)),
    names.join(),
  );
  for (const name of names) assert.equal(typeof drawing[name], typeof whole[name], name);
  assert.ok(!names.includes("init") && Object.keys(whole).includes("init"));
});
