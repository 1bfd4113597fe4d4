/**
 * Every way the server can say no, as a sentence a leader understands. None is styled as an error: a press
 * that changed nothing is no fault of the person who pressed.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 */

import { stepAt } from "../core/timer.js";
import { t } from "../core/words.js";

/**
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
      return t("Many presses in a short time. Wait a few seconds, then press again.");
    case "not_allowed":
      return t("This page may no longer lead the session. Sign in again with the link in your mail.");
    case "unknown_command":
      return t("This page is older than the server. Reload it, then press again.");
    default:
      return t("Not saved. Please press again.");
  }
}

/** @param {string} type */
function impossibleText(type) {
  switch (type) {
    case "phase.next":
      return t("This is the last phase. Ending the session is its own act.");
    case "phase.back":
      return t("This is the first phase.");
    case "phase.goto":
      return t("The group is in that phase already.");
    case "timer.adjust":
      return t("That is more time than this phase can give or take.");
    case "timer.spread":
      return t("There is nothing to spread: the session is on time, or what is left is kept whole.");
    case "meeting.open":
      return t("The session is running already.");
    default:
      return t("That is not possible just now. Nothing was changed.");
  }
}

/**
 * The other leader was a moment faster. Built from the state the server sent along with its refusal.
 *
 * @param {Snapshot} snapshot
 * @param {string | null} name the faster leader's, or null where names are hidden or unknown
 * @returns {string}
 */
export function staleText(snapshot, name) {
  return t("{happened} Your press changed nothing.", {
    happened: happenedText(snapshot, name ?? t("The other leader")),
  });
}

/**
 * @param {Snapshot} snapshot
 * @param {string} name
 */
function happenedText(snapshot, name) {
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
