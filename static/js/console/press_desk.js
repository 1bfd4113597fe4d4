/**
 * From a press to its answer. In order: a private copy takes what means something without the others; a move
 * that leaves somebody behind asks first; then the command goes out, one at a time, because each is made for
 * the revision the one before brings about.
 *
 * Minutes pressed while one is on its way are added up and follow as one. A second move is dropped, since a
 * double press must never move the group by two. Roll marks need no revision and wait for nobody.
 *
 * @typedef {import("../core/types.js").Answer} Answer
 * @typedef {import("../core/types.js").CommandFields} CommandFields
 * @typedef {import("../transport/live_connection.js").Live} Live
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./screen.js").Screen} Screen
 * @typedef {{type: string} & CommandFields} Move
 */

import { t } from "../core/words.js";
import { thisBrowser } from "../transport/browser.js";
import { Outcome } from "./outcome.js";
import { questionBefore } from "./questions.js";
import { refusalText, staleText } from "./refusals.js";
import { leaderName } from "./scene.js";
import { watchSilence } from "./silence.js";

const CATCH_UP_WITHIN = 4_000;
const BETWEEN_MOVES = 600;

export class PressDesk {
  #desk;
  #live;
  #screen;
  #outcome;
  #sentAt = -Infinity;
  #movedAt = -Infinity;
  #underway = false;
  #secondsWaiting = 0;

  /** @param {{desk: Desk, live: Live, screen: Screen}} page */
  constructor({ desk, live, screen }) {
    this.#desk = desk;
    this.#live = live;
    this.#screen = screen;
    this.#outcome = new Outcome(desk, screen);
  }

  get busy() {
    return this.#underway;
  }

  /**
   * @param {Move} move
   * @param {{asked?: boolean}} [how] `asked`: the page's question has been answered
   */
  async press(move, { asked = false } = {}) {
    if (!this.#desk.connected) this.#withoutServer(move);
    else if (move.type === "attendance.mark") await this.#markAttendance(move);
    else if (this.#underway) this.#whileUnderway(move);
    else if (isMove(move) && performance.now() - this.#movedAt < BETWEEN_MOVES) return;
    else if (asked || !this.#asks(move)) await this.#send(move);
  }

  /** A button that does not work just now was pressed all the same. */
  explain() {
    if (!this.#desk.connected) this.#outcome.say(t("Not connected. Nothing was sent."));
  }

  /** @param {Move} move */
  #withoutServer({ type, ...fields }) {
    if (this.#desk.copy?.apply(type, fields, this.#desk.clock.now())) this.#screen.draw({ own: true });
    else this.explain();
  }

  /** @param {Move} move */
  #whileUnderway({ type, seconds = 0 }) {
    if (type === "timer.adjust") this.#secondsWaiting += seconds;
    else if (performance.now() - this.#sentAt > BETWEEN_MOVES)
      this.#outcome.say(t("Still waiting for the answer to your last press."));
  }

  /** @param {Move} move */
  #asks(move) {
    const { presence, plan, shared } = this.#desk;
    this.#desk.question = questionBefore(move, { snapshot: shared, presence, plan });
    if (this.#desk.question) this.#desk.previewing = null;
    this.#screen.draw({ own: true });
    return this.#desk.question !== null;
  }

  /** @param {Move} move */
  async #markAttendance(move) {
    const { type, ...fields } = move;
    const ended = this.#watchSilence(move);
    const answer = await this.#live.command(type, fields);
    ended();
    this.#outcome.answered(move, answer, this.#sentence(type, answer, false));
  }

  /** @param {Move} move */
  async #send(move) {
    const { type, ...fields } = move;
    this.#sentAt = performance.now();
    if (isMove(move)) this.#movedAt = this.#sentAt;
    this.#underway = true;
    this.#outcome.sending(move);
    const ended = this.#watchSilence(move);
    const answer = await this.#live.command(type, fields);
    const late = ended();
    await this.#caughtUp(answer.revision ?? 0);
    this.#outcome.answered(move, answer, this.#sentence(type, answer, late));
    this.#underway = false;
    await this.#sendWaiting(answer.ok);
  }

  /** @param {Move} move */
  #watchSilence(move) {
    return watchSilence((text) => this.#outcome.waiting(move, text), thisBrowser.after);
  }

  /** @param {boolean} ok */
  async #sendWaiting(ok) {
    const seconds = this.#secondsWaiting;
    this.#secondsWaiting = 0;
    if (ok && seconds !== 0) await this.press({ type: "timer.adjust", seconds });
  }

  /**
   * @param {string} type
   * @param {Answer} answer
   * @param {boolean} late
   */
  #sentence(type, answer, late) {
    if (answer.ok) return late ? t("Your press took effect.") : "";
    if (answer.code !== "stale_revision") return refusalText(answer.code ?? "unavailable", type);
    return staleText(this.#desk.shared, this.#whoWasFaster());
  }

  #whoWasFaster() {
    const {
      shared: { lastMove },
      me,
    } = this.#desk;
    if (!lastMove) return null;
    return lastMove.by === me.id ? t("Another page of yours") : leaderName(this.#desk.scene(), lastMove.by);
  }

  /**
   * The answer may overtake the state it speaks of; the next command must not be made for an older one.
   *
   * @param {number} revision
   * @returns {Promise<void>}
   */
  #caughtUp(revision) {
    const { state } = this.#desk;
    if (state.revision >= revision) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(tooLate);
        stop();
        resolve();
      };
      const tooLate = setTimeout(end, CATCH_UP_WITHIN);
      const stop = state.subscribe((snapshot) => {
        if (snapshot.revision >= revision) end();
      });
    });
  }
}

/** @param {Move} move */
function isMove({ type }) {
  return type.startsWith("phase.") || type === "meeting.open";
}
