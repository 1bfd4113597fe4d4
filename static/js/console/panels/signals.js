/**
 * What people ask of the leaders: signals received and not yet seen, late-comers at the door; and the signal this leader has
 * sent.
 *
 * @typedef {import("../console_model.js").ConsoleState} ConsoleState
 * @typedef {import("../../core/types.js").Person} Person
 * @typedef {import("../../core/types.js").Presence} Presence
 * @typedef {import("../../core/types.js").SignalMessage} SignalMessage
 * @typedef {import("../../core/types.js").Seen} Seen
 * @typedef {{key: string, id: string, signal: string, from: string, name: string, words: string, fromLeader: boolean,
 *   at: number, seenBy?: string, goneAt?: number}} Received `seenBy` another leader, whose name stands there until `goneAt`
 */

import { mark, part, show, write } from "../../components/parts.js";
import { t } from "../../core/words.js";
import { goToText, returnFurtherOn } from "./phases.js";

const LEADERS_FOR = 120_000;
const SEEN_FOR = 5_000;

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
  #note;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#note = part("signal-note", page);
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
      show(part("signal-seen", row), received.seenBy === undefined);
      this.#offerReturn(row, received, state);
    }
    show(this.#list, this.#rows.size > 0);
    write(this.#note, state.sentSignal);
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
 * Keeps the signals received and not yet seen: another leader's for two minutes, a participant's until a leader presses
 * "Seen". The same signal from the same person is one line, however often sent.
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
  receive({ signal, signalId, from, at }, fromLeader) {
    const words = signalWords(signal);
    if (words === null) return null;
    const key = `${signal}@${from.id}`;
    const received = { key, id: signalId, signal, from: from.id, name: from.name, words, fromLeader, at };
    this.#received.delete(key);
    this.#received.set(key, received);
    return received;
  }

  /**
   * Takes one off the list, because this leader has seen it.
   *
   * @param {string} key
   * @returns {string | null} its id, for the others to be told; null when it is not on the list
   */
  seen(key) {
    const id = this.#received.get(key)?.id ?? null;
    this.#received.delete(key);
    return id;
  }

  /**
   * Another leader has seen one: it says so for a moment, and is gone.
   *
   * @param {Seen} seen
   * @param {number} now
   * @returns {boolean} whether it was on the list
   */
  seenElsewhere({ signalId, by }, now) {
    for (const received of this.#received.values()) {
      if (received.id !== signalId) continue;
      received.seenBy = by.name;
      received.goneAt = now + SEEN_FOR;
      return true;
    }
    return false;
  }

  /**
   * What is on the list.
   *
   * @param {number} now the server's, as `at` is
   * @returns {Received[]} newest first
   */
  unseen(now) {
    for (const [key, { fromLeader, at, goneAt }] of this.#received) {
      const over = fromLeader && now - at >= LEADERS_FOR;
      if (over || (goneAt !== undefined && now >= goneAt)) this.#received.delete(key);
    }
    return [...this.#received.values()].reverse();
  }

  clear() {
    this.#received.clear();
  }
}

/** The signal this leader sent last, as long as the others have its card, and then who has seen it. */
export class SentSignal {
  #id = "";
  #text = "";
  #goneAt = 0;

  /**
   * @param {string} id
   * @param {string} words
   * @param {number} now
   */
  sent(id, words, now) {
    this.#say(id, t("Sent: {words}", { words }), now + LEADERS_FOR);
  }

  /**
   * @param {string} text why it was not taken
   * @param {number} now
   */
  refused(text, now) {
    this.#say("", text, now + LEADERS_FOR);
  }

  /**
   * @param {Seen} seen
   * @param {boolean} named
   * @param {number} now
   * @returns {string | null} what to say of it; null when it is another one
   */
  seen({ signalId, by }, named, now) {
    if (signalId !== this.#id) return null;
    const text = named ? t("{name} saw this.", { name: by.name }) : t("Seen by another leader.");
    this.#say("", text, now + SEEN_FOR);
    return text;
  }

  /** @param {number} now */
  text(now) {
    return now < this.#goneAt ? this.#text : "";
  }

  clear() {
    this.#goneAt = 0;
  }

  /**
   * @param {string} id
   * @param {string} text
   * @param {number} goneAt
   */
  #say(id, text, goneAt) {
    this.#id = id;
    this.#text = text;
    this.#goneAt = goneAt;
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
function senderText({ name, fromLeader, seenBy }, namesHidden) {
  if (seenBy !== undefined) {
    return namesHidden ? t("Seen by another leader.") : t("{name} saw this.", { name: seenBy });
  }
  if (!namesHidden) return name;
  return fromLeader ? t("Another leader") : t("A participant");
}

/**
 * Late-comers whom the group's setting holds at the door: a row for each, with the press that lets them in. As signals, rows are added at the end and taken away, so that no button moves under
 * a finger.
 */
export class DoorPanel {
  #list;
  #pattern;
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();

  /** @param {ParentNode} page */
  constructor(page) {
    this.#list = part("door", page);
    this.#pattern = /** @type {HTMLTemplateElement} */ (part("door-template", page));
  }

  /** @param {ConsoleState} state */
  draw({ shared, presence, namesHidden }) {
    const waiting = shared.meeting.status === "closed" ? [] : atTheDoor(presence);
    const ids = new Set(waiting.map(({ id }) => id));
    for (const [id, row] of this.#rows) if (!ids.has(id)) this.#drop(id, row);
    for (const person of waiting) {
      const row = this.#rows.get(person.id) ?? this.#add(person);
      write(part("door-words", row), doorWords(namesHidden ? "" : nameOf(person)));
    }
    show(this.#list, this.#rows.size > 0);
  }

  /** @param {Person} person */
  #add(person) {
    const row = /** @type {HTMLElement} */ (this.#pattern.content.firstElementChild?.cloneNode(true));
    mark(row, "data-person", person.id);
    this.#list.append(row);
    this.#rows.set(person.id, row);
    return row;
  }

  /**
   * @param {string} id
   * @param {HTMLElement} row
   */
  #drop(id, row) {
    row.remove();
    this.#rows.delete(id);
  }
}

/**
 * Who waits to be let in, in the order of the list.
 *
 * @param {Presence} presence
 */
export function atTheDoor({ people }) {
  return people.filter(({ state }) => state === "at_the_door");
}

/**
 * @param {string} name "" where names are hidden
 * @returns {string}
 */
export function doorWords(name) {
  return name ? t("{name} is at the door.", { name }) : t("Someone is at the door.");
}

/** @param {Person} person */
function nameOf({ name, beside }) {
  return beside ? `${name} (${beside})` : name;
}
