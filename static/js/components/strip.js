/**
 * The strip: done, now, later, by name. The server draws the list; only the marks change. While the page has
 * been disconnected for a while it is a plain list of phases, since nobody here knows where the group is.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 */

import { t } from "../core/words.js";
import { write } from "./parts.js";

/**
 * @param {HTMLElement} list
 * @param {Snapshot} snapshot
 * @param {boolean} plain
 */
export function drawStrip(list, snapshot, plain) {
  list.dataset.plain = String(plain);
  for (const item of list.children) {
    if (item instanceof HTMLElement) drawItem(item, snapshot.position, plain);
  }
}

/**
 * @param {HTMLElement} item
 * @param {number | null} now
 * @param {boolean} plain
 */
function drawItem(item, now, plain) {
  const state = plain ? "later" : stateOf(Number(item.dataset.position), now);
  if (item.dataset.state === state) return;
  item.dataset.state = state;
  if (state === "now") item.setAttribute("aria-current", "step");
  else item.removeAttribute("aria-current");
  const word = item.querySelector("[data-part='state-word']");
  if (word) write(word, stateWord(state));
}

/**
 * @param {number} position
 * @param {number | null} now
 */
function stateOf(position, now) {
  if (now === null || position > now) return "later";
  return position === now ? "now" : "done";
}

/** @param {string} state */
function stateWord(state) {
  return state === "done" ? t("done") : "";
}
