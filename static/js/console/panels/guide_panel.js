/**
 * Guidance for the leaders; while they show the reminder, its text, because one of them is reading it aloud.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { part, show, within, write } from "../../components/parts.js";

export class GuidePanel {
  #part;
  #gathering;

  /**
   * @param {ParentNode} page
   * @param {string} gathering what leaders read before the session starts
   */
  constructor(page, gathering) {
    this.#part = within(part("guide", page));
    this.#gathering = gathering;
  }

  /** @param {Scene} scene */
  draw({ snapshot }) {
    const { position, reminder } = snapshot;
    write(this.#part("guidance"), position === null ? this.#gathering : snapshot.guidance);
    show(this.#part("guide-acts"), (position === null || position === 1) && !reminder.showing);
    show(this.#part("reminder-text"), reminder.showing);
    show(this.#part("checklist"), position === null);
  }
}
