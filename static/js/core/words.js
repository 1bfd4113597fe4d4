/**
 * How sentences and times are written, once for every page, so that two screens side by side never disagree. Every
 * sentence a script shows goes through `t` or `tn`.
 *
 * Clocks round up: 0:00 is reached at zero and not a second before. The wait before the opening is in words, a clock
 * time and "in about ten minutes", never a countdown.
 */

/** In ms, as every length here. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

/** @type {Map<string | undefined, Intl.DateTimeFormat>} */
const formatters = new Map();

/** @type {[number, string][]} up to so many minutes */
const UNTIL_START = [
  [1.5, "in about a minute"],
  [2.5, "in about two minutes"],
  [3.5, "in about three minutes"],
  [7.5, "in about five minutes"],
  [12.5, "in about ten minutes"],
  [17.5, "in about a quarter of an hour"],
  [25, "in about twenty minutes"],
  [45, "in about half an hour"],
  [75, "in about an hour"],
];

/**
 * A sentence with its places filled.
 *
 * @param {string} sentence
 * @param {Record<string, string | number>} [values] for the named places: "{name}"
 * @returns {string}
 */
export function t(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/**
 * A name at the end of a sentence: "Presentation." and "Who has a case?".
 *
 * @param {string} name
 * @returns {string}
 */
export function ended(name) {
  return /[?!.…]$/.test(name) ? name : `${name}.`;
}

/**
 * A sentence with a count.
 *
 * @param {string} one
 * @param {string} many with "{n}"
 * @param {number} n
 * @returns {string}
 */
export function tn(one, many, n) {
  return t(n === 1 ? one : many, { n });
}

/**
 * A time as a clock shows it.
 *
 * @param {number} ms a remaining time; of a negative one the amount over is written, without a sign
 * @returns {string} "18:24"
 */
export function clockText(ms) {
  const seconds = Math.abs(Math.ceil(ms / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * A remaining time in whole minutes.
 *
 * @param {number} ms above zero
 * @returns {string} "about 12 min", never under one
 */
export function minutesText(ms) {
  return t("about {minutes} min", { minutes: Math.max(1, Math.round(ms / MINUTE)) });
}

/**
 * A moment as a clock time.
 *
 * @param {number} ms
 * @param {string} [zone] an IANA name; the reader's own when left out
 * @returns {string} "20:01", the same form the server writes
 */
export function timeOfDay(ms, zone) {
  return formatter(zone).format(ms);
}

/**
 * How long until the start, in words.
 *
 * @param {number} start
 * @param {number} now
 * @returns {string} "" when the start is past, or too far away for anybody to be let in
 */
export function untilStart(start, now) {
  const minutes = (start - now) / MINUTE;
  if (minutes <= 0) return "";
  const found = UNTIL_START.find(([limit]) => minutes <= limit);
  return found ? t(found[1]) : "";
}

/** @param {string | undefined} zone */
function formatter(zone) {
  let found = formatters.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
    formatters.set(zone, found);
  }
  return found;
}
