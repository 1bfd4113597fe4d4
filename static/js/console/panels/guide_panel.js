/**
 * Guidance for the leaders; while they show the reminder, its text, because one of them is reading it aloud.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { part, show, write } from "../parts.js";

export class GuidePanel {
  #root;
  #gathering;

  /**
   * @param {ParentNode} page
   * @param {string} gathering what leaders read before the session starts
   */
  constructor(page, gathering) {
    this.#root = part(page, "guide");
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

  /** @param {string} name */
  #part(name) {
    return part(this.#root, name);
  }
}
