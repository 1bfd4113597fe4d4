/**
 * The words of every signal a leader may receive. The list is closed: an id that is not on it is shown as
 * nothing at all, so no sender can put words on a leader's screen.
 */

import { t } from "../core/words.js";

/**
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
      return t("Bring them back");
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

/** Signals that ask for the presenter's return, beside which the way to do it stands. */
export const ASKS_FOR_RETURN = new Set(["come_back", "bring_back"]);
