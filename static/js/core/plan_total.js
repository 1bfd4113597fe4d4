/**
 * How long a session plan has become, in the same words as the server's: balint_live/web/groups/protocols.py.
 */

import { t, tn } from "./words.js";

const MOST_MINUTES = 240;

/**
 * @param {string} typed
 * @returns {number | null} whole minutes, where that is what was typed
 */
export function minutesOf(typed) {
  const text = typed.trim();
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return minutes >= 1 && minutes <= MOST_MINUTES ? minutes : null;
}

/**
 * @param {string[]} typed what stands in each row
 * @returns {number} minutes, of the rows where they can be read
 */
export function totalOf(typed) {
  return typed.reduce((sum, each) => sum + (minutesOf(each) ?? 0), 0);
}

/**
 * @param {number} total
 * @param {number | null} usual how long the group's sessions usually are
 */
export function totalWords(total, usual) {
  const said = tn("Total: {n} minute", "Total: {n} minutes", total);
  if (usual === null) return t("{total}.", { total: said });
  if (total === usual) return t("{total}, as long as usual.", { total: said });
  if (total > usual) return t("{total}, {more} more than usual.", { total: said, more: total - usual });
  return t("{total}, {fewer} fewer than usual.", { total: said, fewer: usual - total });
}
