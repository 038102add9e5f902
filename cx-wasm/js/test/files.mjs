// The files of the project that tests read.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../../", import.meta.url);
const text = (path) => readFileSync(fileURLToPath(new URL(path, ROOT)), "utf8");
const NAMES = ["events", "feedback", "campaigns", "targets", "criteria", "findings"];

/** The quickstart's tables as CSV text. */
export const FILES = Object.fromEntries(NAMES.map((name) => [name, text(`examples/quickstart/${name}.csv`)]));
/** The options of every step. */
export const OPTIONS = JSON.parse(text("tests/golden/quickstart-options.json"));
/** The cockpit as the core computes it natively; see tests/tests/all/cockpit/parity.rs. */
export const EXPECTED = JSON.parse(text("tests/golden/quickstart.json"));
