/**
 * How times are written, once for every page, so that two screens side by side never disagree.
 * Clocks round up: 0:00 is reached at zero and not a second before.
 */

import { t } from "./words.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * @param {number} ms a remaining time; of a negative one the amount over is written, without a sign
 * @returns {string} "18:24"
 */
export function clockText(ms) {
  const seconds = Math.abs(Math.ceil(ms / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * @param {number} ms above zero
 * @returns {string} "about 12 min", never under one
 */
export function minutesText(ms) {
  return t("about {minutes} min", { minutes: Math.max(1, Math.round(ms / MINUTE)) });
}

/**
 * @param {number} ms a moment
 * @param {string} [zone] an IANA name; the reader's own when left out
 * @returns {string} "20:01", the same form the server writes
 */
export function timeOfDay(ms, zone) {
  return formatter(zone).format(ms);
}

/** @type {Map<string | undefined, Intl.DateTimeFormat>} */
const formatters = new Map();

/** @param {string | undefined} zone */
function formatter(zone) {
  let found = formatters.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
    formatters.set(zone, found);
  }
  return found;
}
