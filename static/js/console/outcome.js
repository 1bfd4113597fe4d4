/**
 * What a press leaves behind on this page once it is answered: the look at a phase ends when everybody has
 * moved there, the dialog of the end closes when the end is true, a roll mark is noted in its row.
 *
 * @typedef {import("../core/types.js").Answer} Answer
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./press_desk.js").Move} Move
 * @typedef {import("./screen.js").Screen} Screen
 */

import { announce } from "../components/announcer.js";
import { part } from "../components/parts.js";
import { t } from "../core/words.js";

export class Outcome {
  #desk;
  #screen;

  /**
   * @param {Desk} desk
   * @param {Screen} screen
   */
  constructor(desk, screen) {
    this.#desk = desk;
    this.#screen = screen;
  }

  /** @param {Move} move */
  sending({ type }) {
    if (type === "meeting.close") this.#screen.endDialog.say(t("Erasing…"));
  }

  /**
   * No answer yet: said where the answer will stand, for as long as it takes.
   *
   * @param {Move} move
   * @param {string} text
   */
  waiting({ type, person = "" }, text) {
    if (type === "meeting.close") this.#screen.endDialog.say(text);
    else if (type === "attendance.mark") this.#desk.rowNotes.set(person, text);
    else this.#desk.sayUntilAnswered(text);
    if (type !== "meeting.close") announce(text);
    this.#screen.draw({ own: true });
  }

  /** @param {string} text stands beside the button for a while, and is spoken */
  say(text) {
    this.#desk.say(text);
    if (text) announce(text);
    this.#screen.draw({ own: true });
  }

  /**
   * @param {Move} move
   * @param {Answer} answer
   * @param {string} sentence "" when all is as asked
   */
  answered(move, { ok }, sentence) {
    if (move.type === "attendance.mark") this.#marked(move, ok ? "" : sentence);
    else if (move.type === "meeting.close") this.#closed(ok, sentence);
    else if (ok && move.type.startsWith("phase.")) this.#moved();
    if (move.type !== "attendance.mark" && move.type !== "meeting.close") this.say(sentence);
    else this.#screen.draw({ own: true });
  }

  /**
   * @param {Move} move
   * @param {string} refusal
   */
  #marked({ person = "", mark }, refusal) {
    const done = mark === "present" ? t("Marked as here.") : t("Marked as not here.");
    this.#desk.rowNotes.set(person, refusal || done);
    announce(refusal || done);
  }

  /**
   * @param {boolean} ok
   * @param {string} sentence
   */
  #closed(ok, sentence) {
    this.#screen.endDialog.say(sentence);
    if (ok) this.#screen.endDialog.close();
  }

  #moved() {
    const looked = this.#desk.previewing !== null;
    this.#desk.previewing = null;
    this.#screen.endDialog.close();
    this.#screen.draw({ own: true });
    if (looked) part("phase-name").focus();
  }
}
