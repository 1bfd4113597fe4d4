/**
 * What a key means on the roll, and how many people are here as it is answered so far. Nothing here touches the page.
 *
 * @typedef {"here" | "away" | "on"} RollAct `on` leaves the answer as it stands and goes on
 *
 * @typedef {object} RollPress the part of a keyboard event that matters
 * @property {string} key
 * @property {boolean} repeat
 * @property {boolean} ctrlKey
 * @property {boolean} altKey
 * @property {boolean} metaKey
 *
 * @typedef {object} RollLine
 * @property {boolean} here somebody seen by the evidence
 * @property {boolean} gone ticked as not here
 * @property {boolean[]} answers whether each of their questions is answered "here"
 */

/** @type {Record<string, RollAct>} */
const ACTS = { h: "here", a: "away", enter: "on" };

/**
 * Only ever asked while a question has the focus, so nothing is typed there that a letter could be part of.
 *
 * @param {RollPress} press
 * @returns {RollAct | null}
 */
export function rollAct(press) {
  if (press.repeat || press.ctrlKey || press.altKey || press.metaKey) return null;
  return ACTS[press.key.toLowerCase()] ?? null;
}

/**
 * @param {RollLine[]} lines
 * @returns {number}
 */
export function hereCount(lines) {
  return lines.filter(({ here, gone, answers }) => !gone && (here || answers.includes(true))).length;
}
