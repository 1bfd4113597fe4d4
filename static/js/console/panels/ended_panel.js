/**
 * After the end: what is erased, what two leaders may want to talk about, and who was here. There is nothing to
 * write in.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { mark, part, parts, show, write } from "../../components/parts.js";
import { attendanceRows, neverReturnedText } from "../ending_view.js";

export class EndedPanel {
  #main;
  #wasOpen = false;
  #sawTheEnd = false;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#main = part("console", page);
  }

  /** @param {Scene} scene */
  draw({ snapshot, presence, lastRunning, namesHidden }) {
    const closed = snapshot.meeting.status === "closed";
    mark(this.#main, "data-status", snapshot.meeting.status);
    mark(this.#main, "data-presenter", snapshot.presenterState);
    show(part("ended", this.#main), closed);
    if (!closed) {
      this.#wasOpen = true;
      return;
    }
    this.#goOn();
    if (this.#sawTheEnd) this.#drawAttendance(presence);
    show(part("attendance", this.#main), !namesHidden);
    const line = neverReturnedText(lastRunning);
    show(part("never-returned", this.#main), line !== "");
    write(part("never-returned", this.#main), line);
  }

  /**
   * What comes next takes the focus, once, in a page that has seen the end: the way to the roll, which some who lead do not
   * have. Whether the press is answered before or after the end is shown makes no difference.
   */
  #goOn() {
    const next = parts("confirm-attendance", this.#main)[0] ?? part("phase-name");
    if (this.#wasOpen) {
      next.focus();
      this.#sawTheEnd = true;
    }
    this.#wasOpen = false;
  }

  /**
   * A page that was open has printed who was there when it was loaded; one that was loaded after the end has the record.
   *
   * @param {Scene["presence"]} presence
   */
  #drawAttendance(presence) {
    const list = part("attendance", this.#main);
    const rows = attendanceRows(presence);
    while (list.children.length > rows.length) list.lastElementChild?.remove();
    rows.forEach(({ id, name, words }, index) => {
      const row = list.children[index] ?? this.#newRow(list);
      mark(row, "data-person", id);
      write(/** @type {Element} */ (row.firstElementChild), name);
      write(/** @type {Element} */ (row.lastElementChild), words);
    });
  }

  /** @param {HTMLElement} list */
  #newRow(list) {
    const row = document.createElement("li");
    row.append(document.createElement("bdi"), document.createElement("span"));
    return list.appendChild(row);
  }
}
