/**
 * What a leader is told of a command: while it has no answer, when it was refused, when it is done.
 *
 * @typedef {import("../core/types.js").Answer} Answer
 * @typedef {import("./console_model.js").ConsoleModel} ConsoleModel
 * @typedef {import("./press_handler.js").CommandRequest} CommandRequest
 * @typedef {import("./screen.js").Screen} Screen
 * @typedef {import("../transport/browser.js").Cancel} Cancel
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 */

import { announce } from "../components/announcer.js";
import { part } from "../components/parts.js";
import { stepAt } from "../core/timer.js";
import { t } from "../core/words.js";

const LONGER_THAN_USUAL = 1_000;
const NO_ANSWER_YET = 6_000;

/**
 * Shows what a command leads to on this page: the look at a phase ends when everybody has
 * moved there, the dialog of the end closes when the end is true, a roll mark is noted in its row.
 */
export class CommandFeedback {
  #model;
  #screen;

  /**
   * @param {ConsoleModel} model
   * @param {Screen} screen
   */
  constructor(model, screen) {
    this.#model = model;
    this.#screen = screen;
  }

  /**
   * A command goes out.
   *
   * @param {CommandRequest} request
   */
  sending({ type }) {
    if (type === "meeting.close") this.#screen.endDialog.say(t("Erasing…"));
  }

  /**
   * Shows that there is no answer yet, where the answer will stand, for as long as it takes.
   *
   * @param {CommandRequest} request
   * @param {string} text
   */
  waiting({ type, person = "" }, text) {
    if (type === "meeting.close") this.#screen.endDialog.say(text);
    else if (type === "attendance.mark") this.#model.rowNotes.set(person, text);
    else this.#model.sayUntilAnswered(text);
    if (type !== "meeting.close") announce(text);
    this.#screen.draw({ own: true });
  }

  /**
   * Shows and speaks the answer to a press.
   *
   * @param {string} text stands beside the button for a while, and is spoken
   */
  say(text) {
    this.#model.say(text);
    if (text) announce(text);
    this.#screen.draw({ own: true });
  }

  /**
   * Shows what an answer leads to.
   *
   * @param {CommandRequest} request
   * @param {Answer} answer
   * @param {string} sentence "" when all is as asked
   */
  answered(request, { ok }, sentence) {
    if (request.type === "attendance.mark") this.#marked(request, ok ? "" : sentence);
    else if (request.type === "meeting.close") this.#closed(ok, sentence);
    else if (ok && request.type.startsWith("phase.")) this.#moved();
    if (request.type !== "attendance.mark" && request.type !== "meeting.close") this.say(sentence);
    else this.#screen.draw({ own: true });
  }

  /**
   * @param {CommandRequest} request
   * @param {string} refusal
   */
  #marked({ person = "", mark }, refusal) {
    const done = mark === "present" ? t("Marked as here.") : t("Marked as not here.");
    this.#model.rowNotes.set(person, refusal || done);
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
    const looked = this.#model.previewing !== null;
    this.#model.previewing = null;
    this.#screen.endDialog.close();
    this.#screen.draw({ own: true });
    if (looked) part("phase-name").focus();
  }
}

/**
 * Says so while a press has no answer. A second is longer than saving ever takes unless something is
 * in its way, such as a copy being made of the database; and the server gives up after five, so that a page which
 * has heard nothing by then has to ask.
 *
 * @param {(text: string) => void} say
 * @param {(ms: number, act: () => void) => Cancel} after
 * @returns {() => boolean} ends the waiting, and says whether anything was said
 */
export function watchSilence(say, after) {
  let said = false;
  /** @param {string} text */
  const speak = (text) => {
    said = true;
    say(text);
  };
  const cancels = [
    after(LONGER_THAN_USUAL, () => speak(t("Saving is taking longer than usual. Waiting…"))),
    after(NO_ANSWER_YET, () => speak(t("No answer yet. Asking whether your press took effect."))),
  ];
  return () => {
    for (const cancel of cancels) cancel();
    return said;
  };
}

/**
 * Every way the server can say no, as a sentence a leader understands. None is styled as an error: a press
 * that changed nothing is no fault of the person who pressed.
 *
 * @param {string} code
 * @param {string} type the command refused
 * @returns {string}
 */
export function refusalText(code, type) {
  switch (code) {
    case "invalid":
      return impossibleText(type);
    case "not_open":
      return t("The session has not been started yet. Start it first.");
    case "closed":
      return t("The session has already ended.");
    case "nothing_to_undo":
      return t("There is nothing to undo: it is more than ten seconds ago. Back does the same.");
    case "rate_limited":
      return t("Too many presses at once. Wait a few seconds, then press again.");
    case "not_allowed":
      return t("This page can no longer lead the session. Sign in again with the link in your e-mail.");
    case "unknown_command":
      return t("This page is older than the server. Reload it, then press again.");
    default:
      return t("Not saved. Please press again.");
  }
}

/**
 * The refusal of a press when the other leader was a moment faster. Built from the state the server sent along with its
 * refusal.
 *
 * @param {Snapshot} snapshot
 * @param {string | null} name the faster leader's, or null where names are hidden or unknown
 * @returns {string}
 */
export function staleText(snapshot, name) {
  return t("{happened} Your press changed nothing.", {
    happened: alreadyText(snapshot, name ?? t("Another leader")),
  });
}

/** @param {string} type */
function impossibleText(type) {
  switch (type) {
    case "phase.next":
      return t("This is the last phase. To end the session, press “End session”.");
    case "phase.back":
      return t("This is the first phase.");
    case "phase.goto":
      return t("The group is in that phase already.");
    case "timer.adjust":
      return t("That is more time than this phase can take or give up.");
    case "timer.spread":
      return t("There is nothing to shorten: the session is on time, or what is left cannot be shortened.");
    case "meeting.open":
      return t("The session is running already.");
    case "door.admit":
      return t("They are no longer at the door.");
    default:
      return t("That is not possible just now. Nothing was changed.");
  }
}

/**
 * @param {Snapshot} snapshot
 * @param {string} name
 */
function alreadyText(snapshot, name) {
  const phase = stepAt(snapshot)?.name ?? "";
  switch (snapshot.lastMove?.type) {
    case "meeting.open":
      return t("{name} already started the session.", { name });
    case "phase.next":
    case "phase.back":
    case "phase.goto":
      return t("{name} already moved to {phase}.", { name, phase });
    case "timer.pause":
      return t("{name} already paused the clock.", { name });
    case "timer.resume":
      return t("{name} already started the clock again.", { name });
    case "timer.adjust":
    case "timer.spread":
      return t("{name} already changed the time.", { name });
    default:
      return t("Something changed a moment before.");
  }
}
