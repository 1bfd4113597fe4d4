/**
 * Every sentence a script shows goes through here. English is the key: a page in another language embeds a
 * table, and a sentence missing from it is shown in English rather than not at all.
 *
 * @typedef {Record<string, string | Record<string, string>>} Table a plural's value is keyed by plural category
 */

/** @type {Table} */
let table = {};

/** @param {Table} words the page's, from now on */
export function useWords(words) {
  table = words;
}

/**
 * A sentence in the page's language.
 *
 * @param {string} sentence in English
 * @param {Record<string, string | number>} [values] for the named places: "{name}"
 * @returns {string}
 */
export function t(sentence, values = {}) {
  const found = table[sentence];
  return fill(typeof found === "string" ? found : sentence, values);
}

/**
 * A sentence with a count in the page's language.
 *
 * @param {string} one
 * @param {string} many with "{n}"
 * @param {number} n
 * @returns {string}
 */
export function tn(one, many, n) {
  const found = table[many];
  if (typeof found !== "object") return fill(n === 1 ? one : many, { n });
  const category = new Intl.PluralRules(pageLanguage()).select(n);
  return fill(found[category] ?? found.other ?? many, { n });
}

/**
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

function pageLanguage() {
  return globalThis.document?.documentElement.lang || "en";
}
