/**
 * Signals received: what is not yet seen, its words, and its rows.
 *
 * @typedef {import("../console_model.js").ConsoleState} ConsoleState
 * @typedef {import("../../core/types.js").SignalMessage} SignalMessage
 * @typedef {{key: string, signal: string, from: string, name: string, words: string, fromLeader: boolean, at: number}} Received
 */

import { mark, part, show, write } from "../../components/parts.js";
import { t } from "../../core/words.js";
import { goToText, returnFurtherOn } from "./phases.js";

const LEADERS_FOR = 120_000;

/** Signals that ask for the presenter's return, beside which the way to do it stands. */
const ASKS_FOR_RETURN = new Set(["come_back", "bring_back"]);

/**
 * Draws the signals received, the newest last. Rows are added at the end and taken away, never redrawn, so a "Seen"
 * under the finger stays the "Seen" it was, where it was.
 */
export class SignalsPanel {
  #list;
  #pattern;
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();

  /** @param {ParentNode} page */
  constructor(page) {
    this.#list = part("received", page);
    this.#pattern = /** @type {HTMLTemplateElement} */ (part("received-template", page));
  }

  /** @param {ConsoleState} state */
  draw(state) {
    const keys = new Set(state.signals.map(({ key }) => key));
    for (const [key, row] of this.#rows) if (!keys.has(key)) this.#drop(key, row);
    for (const received of [...state.signals].reverse()) {
      const row = this.#rows.get(received.key) ?? this.#add(received);
      write(part("signal-from", row), senderText(received, state.namesHidden));
      this.#offerReturn(row, received, state);
    }
    show(this.#list, this.#rows.size > 0);
  }

  /** @param {Received} received */
  #add(received) {
    const row = /** @type {HTMLElement} */ (this.#pattern.content.firstElementChild?.cloneNode(true));
    mark(row, "data-signal-key", received.key);
    write(part("signal-words", row), received.words);
    this.#list.append(row);
    this.#rows.set(received.key, row);
    return row;
  }

  /**
   * @param {HTMLElement} row
   * @param {Received} received
   * @param {ConsoleState} state
   */
  #offerReturn(row, { signal }, { snapshot, plan }) {
    const position = ASKS_FOR_RETURN.has(signal) ? returnFurtherOn(snapshot, plan) : null;
    show(part("signal-bring-back", row), position !== null);
    mark(part("signal-bring-back", row), "data-position", position === null ? null : String(position));
    write(part("signal-bring-back", row), goToText(plan, position));
  }

  /**
   * @param {string} key
   * @param {HTMLElement} row
   */
  #drop(key, row) {
    row.remove();
    this.#rows.delete(key);
  }
}

/**
 * Keeps the signals received and not yet seen. They live here and nowhere else: another leader's for two minutes, a
 * participant's until "Seen" is pressed. The same signal from the same person is one line, however often sent.
 */
export class SignalList {
  /** @type {Map<string, Received>} */
  #received = new Map();

  /**
   * Takes a signal; the same one from the same person replaces the one before.
   *
   * @param {SignalMessage} message
   * @param {boolean} fromLeader
   * @returns {Received | null} null when it is on no list
   */
  receive({ signal, from, at }, fromLeader) {
    const words = signalWords(signal);
    if (words === null) return null;
    const key = `${signal}@${from.id}`;
    const received = { key, signal, from: from.id, name: from.name, words, fromLeader, at };
    this.#received.delete(key);
    this.#received.set(key, received);
    return received;
  }

  /**
   * Takes one off the list.
   *
   * @param {string} key
   */
  seen(key) {
    this.#received.delete(key);
  }

  /**
   * What is on the list.
   *
   * @param {number} now the server's, as `at` is
   * @returns {Received[]} newest first
   */
  unseen(now) {
    for (const [key, { fromLeader, at }] of this.#received) {
      if (fromLeader && now - at >= LEADERS_FOR) this.#received.delete(key);
    }
    return [...this.#received.values()].reverse();
  }

  clear() {
    this.#received.clear();
  }
}

/**
 * The words of a signal a leader may receive. The list is closed: an id that is not on it is shown as
 * nothing at all, so no sender can put words on a leader's screen.
 *
 * @param {string} id
 * @returns {string | null}
 */
export function signalWords(id) {
  switch (id) {
    case "sit_back_now":
      return t("Sit back now?");
    case "two_more_minutes":
      return t("Two more minutes?");
    case "you_take_this":
      return t("You take this");
    case "let_it_run":
      return t("Let it run");
    case "patient_missing":
      return t("Patient is missing");
    case "check_presenter":
      return t("Presenter needs checking");
    case "bring_back":
      return t("Shall we bring them back?");
    case "wrap_up":
      return t("Wrap up");
    case "lost_zoom":
      return t("I've lost Zoom (this page still works)");
    case "word_with_leader":
      return t("I'd like a word with a leader");
    case "room_not_private":
      return t("My room is not private yet");
    case "come_back":
      return t("I'd like to come back");
    case "need_leader":
      return t("I need a leader");
    default:
      return null;
  }
}

/**
 * @param {Received} received
 * @param {boolean} namesHidden
 */
function senderText({ name, fromLeader }, namesHidden) {
  if (!namesHidden) return name;
  return fromLeader ? t("Other leader") : t("A participant");
}
