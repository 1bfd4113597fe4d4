/**
 * Single keys of the console. The character counts, not the place of the key, and letters stay the same in
 * every language; a held key counts once. Nothing here acts: it only names what a key asks for.
 *
 * @typedef {"primary" | "focus_primary" | "back" | "pause" | "plus" | "minus" | "undo" | "hide_names" | "help"} KeyAct
 *
 * @typedef {object} Press the part of a keyboard event that matters
 * @property {string} key
 * @property {boolean} repeat
 * @property {boolean} ctrlKey
 * @property {boolean} altKey
 * @property {boolean} metaKey
 *
 * @typedef {object} Situation
 * @property {boolean} on the switch in Help
 * @property {boolean} typing
 * @property {boolean} covered a dialog, a menu or a question is open
 * @property {boolean} onControl something that Space presses has the focus
 * @property {boolean} elsewhere another phase is being looked at
 * @property {boolean} young the step began less than ten seconds ago
 */

/** @type {Record<string, KeyAct>} */
const ACTS = {
  n: "primary",
  b: "back",
  " ": "pause",
  "+": "plus",
  "=": "plus",
  "-": "minus",
  u: "undo",
  h: "hide_names",
  "?": "help",
};
const MOVES = new Set(["primary", "back"]);

/**
 * @param {Press} press
 * @param {Situation} situation
 * @returns {KeyAct | null}
 */
export function keyAct(press, situation) {
  if (!situation.on || situation.typing || situation.covered) return null;
  if (press.repeat || press.ctrlKey || press.altKey || press.metaKey) return null;
  const act = ACTS[press.key.toLowerCase()] ?? null;
  if (act === "pause" && situation.onControl) return null;
  if (act !== null && MOVES.has(act) && situation.elsewhere) return null;
  return act === "primary" && situation.young ? "focus_primary" : act;
}
