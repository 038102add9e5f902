// The page's words in the reader's language.

import { DE } from "./words/de.js";
import { EN } from "./words/en.js";

/** The dictionaries, for tests. */
export const WORDS = { en: EN, de: DE };

/** A translator: `t("show_all", {n: 12})`. */
export function translator(language) {
  const words = WORDS[language] ?? EN;
  const t = (key, values) => {
    const text = words[key] ?? EN[key] ?? key;
    return values ? text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? "")) : text;
  };
  const known = (prefix, key) => {
    const word = Object.hasOwn(words, prefix + key) ? words[prefix + key] : null;
    return word ?? String(key ?? "").replaceAll("_", " ");
  };
  /** A model's name as the field says it; unknown names as they are. */
  t.model = (key) => known("model_", key);
  /** What a model's figures mean: in German from the page's words, in English as the engine says it. */
  t.caveat = (key, english) => (Object.hasOwn(words, `caveat_${key}`) ? words[`caveat_${key}`] : (english ?? null));
  t.metric = (key) => {
    const word = `metric_${String(key ?? "").toLowerCase()}`;
    return Object.hasOwn(words, word) ? words[word] : String(key ?? "").replaceAll("_", " ");
  };
  t.coverage = (key) => known("cov_", key);
  /** A touchpoint's name, with the special ones ("(other)") in words. */
  t.special = (name) => {
    const match = /^\((\w+(?: \w+)*)\)$/.exec(name ?? "");
    const word = match && `special_${match[1].replaceAll(" ", "_")}`;
    return word && Object.hasOwn(words, word) ? words[word] : (name ?? "");
  };
  /** A sentence in the language of the page; its dates do not break. */
  t.pick = (row) => {
    const text = row[language] || row.en || row.de || "";
    return text.replace(/(\d{1,2}\.?) (\p{Lu}\p{Ll}+) (\d{4})/gu, "$1\u00a0$2\u00a0$3");
  };
  return t;
}
