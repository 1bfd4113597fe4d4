/**
 * The quiet presses: "a word with a leader" and its like. Which of them stand there follows from the phase; the
 * answer is one line in one place, and nothing is kept of a press.
 *
 * @typedef {import("../core/types.js").Answer} Answer
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../transport/live_connection.js").Live} Live
 */

import { t } from "../core/words.js";
import { announce } from "./announcer.js";
import { part, show, write } from "./parts.js";

/** The press whose hint stands under the buttons until there is something to say. */
const EXPLAINED = "word_with_leader";

export class SignalButtons {
  #live;
  /** @type {HTMLElement[]} */
  #buttons;
  #note = part("signal-note");
  #said = "";

  /** @param {Live} live */
  constructor(live) {
    this.#live = live;
    this.#buttons = [...document.querySelectorAll("[data-signal]")].filter(
      (each) => each instanceof HTMLElement,
    );
    for (const button of this.#buttons) button.addEventListener("click", () => void this.#send(button));
  }

  /** @param {Snapshot} snapshot */
  draw(snapshot) {
    const offered = signalsOffered(snapshot);
    for (const button of this.#buttons) show(button, offered.includes(button.dataset.signal ?? ""));
    write(this.#note, this.#said || (offered.includes(EXPLAINED) ? (this.#note.dataset.hint ?? "") : ""));
  }

  /** A new phase: what was pressed in the last one is no longer news. */
  forget() {
    this.#said = "";
  }

  /** @param {HTMLElement} button */
  async #send(button) {
    const answer = await this.#live.signal(button.dataset.signal ?? "");
    this.#said = answerWords(answer);
    write(this.#note, this.#said);
    announce(this.#said);
  }
}

/**
 * The presses that make sense now; the page shows those of them this reader was given.
 *
 * @param {Snapshot} snapshot
 * @returns {string[]}
 */
export function signalsOffered(snapshot) {
  if (!snapshot.youPresent) return ["word_with_leader", "room_not_private"];
  switch (snapshot.presenterState) {
    case "presenting":
    case "answering":
      return ["need_leader"];
    case "moving_back":
    case "back":
      return ["come_back", "need_leader"];
    default:
      return ["word_with_leader"];
  }
}

/** @param {Answer} answer */
function answerWords(answer) {
  if (answer.ok) return t("A leader can see this.");
  if (answer.code === "rate_limited") return t("A moment, please. Then press again.");
  return t("This did not reach the leaders. Say it in Zoom, or press again.");
}
