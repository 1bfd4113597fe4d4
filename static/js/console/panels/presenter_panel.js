/**
 * The presenter's card. Its three ticks are for the leaders' eyes: they live in the page, are sent nowhere,
 * and are empty again for the next time somebody sits back.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { mark, part, show, showOrLeave, within, write } from "../../components/parts.js";
import { presenterView } from "../presenter_view.js";

export class PresenterPanel {
  #root;
  #part;
  #refuge;
  /** @type {number | null} */
  #tickedFor = null;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#root = part("presenter", page);
    this.#part = within(this.#root);
    this.#refuge = part("phase-name", page);
  }

  /** @param {Scene} scene */
  draw({ snapshot, presence, plan, namesHidden, alarms }) {
    const view = presenterView(snapshot, presence, plan, { namesHidden, lost: alarms.isPresenterLost });
    showOrLeave(this.#root, view.shown, this.#refuge);
    write(this.#part("presenter-heading"), view.heading);
    write(this.#part("presenter-page"), view.page);
    mark(this.#part("presenter-page"), "data-here", String(view.pageHere));
    show(this.#part("presenter-warning"), view.warning !== "");
    write(this.#part("presenter-warning"), view.warning);
    showOrLeave(this.#part("presenter-acts"), view.marked, this.#refuge);
    show(this.#part("bring-back"), view.bringBackTo !== null);
    mark(
      this.#part("bring-back"),
      "data-position",
      view.bringBackTo === null ? null : String(view.bringBackTo),
    );
    this.#drawTicks(view.ticks, snapshot.position);
  }

  /**
   * @param {boolean} shown
   * @param {number | null} position
   */
  #drawTicks(shown, position) {
    show(this.#part("ticks"), shown);
    if (position === this.#tickedFor) return;
    this.#tickedFor = position;
    for (const tick of this.#root.querySelectorAll("input")) tick.checked = false;
  }
}
