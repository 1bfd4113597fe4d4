/**
 * The wait before the opening, in words: a clock time and "in about ten minutes", never a countdown.
 */

import { t } from "./words.js";

const MINUTE = 60_000;
const NOBODY_OPENED_AFTER = 10 * MINUTE;

/** @type {[number, string][]} up to so many minutes */
const WORDS = [
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
 * @param {number} start
 * @param {number} now
 * @returns {string} empty when the start is past or further away than a door opens
 */
export function untilStart(start, now) {
  const minutes = (start - now) / MINUTE;
  if (minutes <= 0) return "";
  const found = WORDS.find(([limit]) => minutes <= limit);
  return found ? t(found[1]) : "";
}

/**
 * @param {number} start
 * @param {number} now
 * @returns {boolean} whether it is time to say that no leader has opened
 */
export function nobodyOpened(start, now) {
  return now - start >= NOBODY_OPENED_AFTER;
}
