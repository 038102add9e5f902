// The quickstart example by way of the public module: what parity, browser and README have in common. Runs in Node and in
// a page, so it imports nothing.

/** A CSV file without quotes as columns of text; a blank cell is missing. */
export function csv(text) {
  const [header, ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  return Object.fromEntries(header.map((name, i) => [name, rows.map((row) => row[i] || null)]));
}

/** All steps; `files` = {name: CSV text}, `options` = {step: options}. */
export function quickstart(cx, files, options) {
  const read = (name) => cx[name](csv(files[name]), options[name]);
  const [events, feedback, campaigns] = [read("events"), read("feedback"), read("campaigns")];
  const [targets, criteria, findings] = [read("targets"), read("criteria"), read("findings")];
  const people = cx.stitch(events, options.stitch);
  const journeys = cx.journeys(events, people, options.journeys);
  const credit = cx.attribute(journeys, options.attribute);
  const returns = cx.returns(credit, campaigns, options.returns);
  const scores = cx.score(feedback, { ...options.score, targets });
  const trend = cx.score(feedback, { ...options.trend, targets });
  const audit = cx.audit(criteria, findings, options.audit);
  const parts = { events, journeys, credit, returns, scores: [scores, trend], audit, campaigns, targets };
  const cockpit = cx.cockpit({ ...parts, feedback, criteria, findings, ...options.cockpit });
  return { ...parts, scores, trend, people, feedback, criteria, findings, cockpit };
}

/** Where two JSON values differ by more than rounding: integers and text exactly, other numbers within 1e-12 of their size. */
export function differences(found, expected, path = "") {
  if (typeof expected === "number" && typeof found === "number") {
    const near = Number.isInteger(expected)
      ? found === expected
      : Math.abs(found - expected) <= 1e-12 * Math.abs(expected);
    return near ? [] : [`${path}: ${found} instead of ${expected}`];
  }
  if (expected === null || typeof expected !== "object")
    return found === expected ? [] : [`${path}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`];
  const names = new Set([...Object.keys(expected), ...Object.keys(found ?? {})]);
  return [...names].flatMap((name) => differences(found?.[name], expected[name], `${path}/${name}`));
}
