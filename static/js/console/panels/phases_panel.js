/**
 * The plan, changed in place: the server drew one row a step, and a plan never grows while a session runs.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { mark, part, show, write } from "../../components/parts.js";
import { markWords, phaseRows } from "../phases_view.js";

export class PhasesPanel {
  #root;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#root = part("phases", page);
  }

  /** @param {Scene} scene */
  draw({ snapshot, now, previewing }) {
    for (const row of phaseRows(snapshot, now)) {
      const element = this.#root.querySelector(`.plan-step[data-position="${row.position}"]`);
      if (!element) continue;
      mark(element, "data-mark", row.mark);
      mark(element, "data-looked-at", row.position === previewing ? "true" : null);
      mark(element, "aria-current", row.mark === "now" ? "step" : null);
      write(part("plan-words", element), markWords(row.mark));
      write(part("plan-begins", element), row.begins);
      write(part("plan-minutes", element), row.minutes);
    }
    show(part("end-session", this.#root), snapshot.position !== null);
  }

  /**
   * @param {number} position
   */
  focusOn(position) {
    const button = this.#root.querySelector(`.plan-look[data-position="${position}"]`);
    if (button instanceof HTMLElement) button.focus();
  }
}
