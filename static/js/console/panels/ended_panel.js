/**
 * After the end: what is erased, what two leaders may want to talk about, and who was here. There is nothing to
 * write in.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { neverReturnedText } from "../ending_view.js";
import { mark, part, show, write } from "../parts.js";

export class EndedPanel {
  #main;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#main = part(page, "console");
  }

  /** @param {Scene} scene */
  draw({ snapshot, lastRunning, namesHidden }) {
    const closed = snapshot.meeting.status === "closed";
    mark(this.#main, "data-status", snapshot.meeting.status);
    mark(this.#main, "data-presenter", snapshot.presenterState);
    show(part(this.#main, "ended"), closed);
    if (!closed) return;
    show(part(this.#main, "attendance"), !namesHidden);
    const line = neverReturnedText(lastRunning);
    show(part(this.#main, "never-returned"), line !== "");
    write(part(this.#main, "never-returned"), line);
  }
}
