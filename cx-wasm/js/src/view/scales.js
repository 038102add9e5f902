// How scores and windows from data become scales.

/** A scale that ends at 1, 100 or above, and how to write its values. */
export function auditScale(ctx, values) {
  const top = Math.max(0, ...values.filter((v) => v !== null && v !== undefined));
  return top <= 1
    ? { top: 1, fmt: (v) => ctx.f.percent(v) }
    : { top: Math.max(100, top), fmt: (v) => ctx.f.upTo(v, 1) };
}

/** One series of a touchpoint's trend with its dates read. */
export function series(ctx, rows) {
  return rows
    .map((r) => ({ ...r, date: ctx.f.instant(r.window_start) }))
    .filter((r) => r.date)
    .sort((a, b) => a.date - b.date);
}
