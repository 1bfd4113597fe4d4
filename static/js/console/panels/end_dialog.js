/**
 * The one dialog that asks. It asks because ending erases; the focus is on going on, and a plain press ends,
 * because holding a button shuts out people who use a switch or a keyboard.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { mark, part, show, within, write } from "../../components/parts.js";
import { endingCosts } from "../credit_needs.js";
import { earlyText, returnBeforeEnd } from "../ending_view.js";

export class EndDialog {
  #dialog;
  #part;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#dialog = /** @type {HTMLDialogElement} */ (part("end-dialog", page));
    this.#part = within(this.#dialog);
  }

  /** @param {Scene} scene */
  open(scene) {
    if (this.#dialog.open || scene.snapshot.position === null) return;
    this.say("");
    this.draw(scene);
    this.#dialog.showModal();
  }

  /** @param {Scene} scene */
  draw({ shared, plan, now, credit }) {
    if (shared.meeting.status === "closed") this.close();
    const early = earlyText(shared, now);
    show(this.#part("end-early"), early !== "");
    write(this.#part("end-early"), early);
    show(this.#part("end-credit"), endingCosts(shared, credit, now));
    const back = returnBeforeEnd(shared, plan);
    show(this.#part("end-presenter"), back !== null);
    show(this.#part("end-bring-back"), back !== null);
    mark(this.#part("end-bring-back"), "data-position", back === null ? null : String(back));
  }

  /** @param {string} text */
  say(text) {
    show(this.#part("end-note"), text !== "");
    write(this.#part("end-note"), text);
  }

  close() {
    if (this.#dialog.open) this.#dialog.close();
  }
}
