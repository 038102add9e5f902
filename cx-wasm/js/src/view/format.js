// Numbers, money and dates as the reader's language writes them.

const LOCALES = { en: "en-GB", de: "de-CH" };
/** What stands for "no value". */
export const NONE = "–";

/** A finite number, or null for anything else. */
export const num = (v) => (typeof v === "number" && Number.isFinite(v) ? v : null);

const minus = (text) => text.replace(/^-/, "−").replace(/([^\d])-(?=\d)/g, "$1−");

/** Formatters for one language (`en`, `de`) and one currency (ISO 4217 code or null). */
export function formats(language, currency) {
  const locale = LOCALES[language] ?? LOCALES.en;
  const cache = new Map();
  const nf = (key, options) => {
    if (!cache.has(key)) cache.set(key, new Intl.NumberFormat(locale, options));
    return cache.get(key);
  };
  const df = (key, options) => {
    if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }));
    return cache.get(key);
  };
  let code = typeof currency === "string" && /^[A-Za-z]{3}$/.test(currency) ? currency.toUpperCase() : null;
  const show = (v, text) => (num(v) === null ? NONE : minus(text(v)));

  const int = (v) => show(v, (x) => nf("int", { maximumFractionDigits: 0 }).format(x));
  const fixed = (v, digits) =>
    show(v, (x) => nf(`f${digits}`, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(x));
  const upTo = (v, digits) => show(v, (x) => nf(`u${digits}`, { maximumFractionDigits: digits }).format(x));
  const compact = (v) => show(v, (x) => nf("compact", { notation: "compact", maximumSignificantDigits: 3 }).format(x));
  const percent = (v, digits = 0) =>
    show(v, (x) =>
      nf(`p${digits}`, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits }).format(x),
    );
  const signed = (v, digits) =>
    show(v, (x) =>
      nf(`s${digits}`, {
        signDisplay: "exceptZero",
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(x),
    );
  /** Money without the currency's name: whole units from 100 on, cents below. */
  const money = (v) => (Math.abs(num(v) ?? 0) >= 100 || Number.isInteger(v) ? int(v) : fixed(v, 2));
  /** Money with the currency's code in front. */
  const moneyCode = (v) => (num(v) === null ? NONE : code ? `${code} ${money(v)}` : money(v));
  /** A credited count: whole when it is whole or large, else one digit. */
  const count = (v) => (Math.abs(num(v) ?? 0) >= 1000 || Number.isInteger(v) ? int(v) : fixed(v, 1));
  /** How a column of credited counts is written: all whole, or all with one digit. */
  const counts = (values) => {
    const seen = values.filter((v) => num(v) !== null);
    return seen.every(Number.isInteger) || Math.max(0, ...seen) >= 10000 ? int : (v) => fixed(v, 1);
  };
  /** A score: one digit from 10 on, two below. */
  const score = (v, top = 100) => (top > 10 ? fixed(v, 1) : fixed(v, 2));
  const range = (low, high, fmt) => {
    if (num(low) === null || num(high) === null) return "";
    const to = low < 0 ? (language === "de" ? " bis " : " to ") : " – ";
    return fmt(low) + to + fmt(high);
  };

  /** An interval in words: "1.90 to 2.75". */
  const to = (low, high, fmt) =>
    num(low) === null || num(high) === null ? "" : fmt(low) + (language === "de" ? " bis " : " to ") + fmt(high);

  const instant = (text) => {
    if (typeof text !== "string") return null;
    const time = Date.parse(text);
    return Number.isNaN(time) ? null : new Date(time);
  };
  const date = (text) => {
    const d = text instanceof Date ? text : instant(text);
    return d ? df("date", { day: "numeric", month: "short", year: "numeric" }).format(d) : NONE;
  };
  const day = (d) => df("day", { day: "numeric", month: "short" }).format(d);
  const month = (d) => df("month", { month: "short" }).format(d);
  const period = (start, end) => {
    const [a, b] = [instant(start), instant(end)];
    if (!a || !b) return a || b ? date(a ?? b) : "";
    return df("long", { day: "numeric", month: "long", year: "numeric" }).formatRange(a, b);
  };
  return {
    locale,
    currency: code,
    int,
    fixed,
    upTo,
    compact,
    percent,
    signed,
    money,
    moneyCode,
    count,
    counts,
    score,
    range,
    to,
    instant,
    date,
    day,
    month,
    period,
  };
}
