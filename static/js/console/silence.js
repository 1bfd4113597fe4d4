/**
 * What a leader reads while a press has no answer. A second is longer than saving ever takes unless something is
 * in its way, such as a copy being made of the database; and the server gives up after five, so that a page which
 * has heard nothing by then has to ask.
 *
 * @typedef {import("../transport/browser.js").Cancel} Cancel
 */

import { t } from "../core/words.js";

const LONGER_THAN_USUAL = 1_000;
export const NO_ANSWER_YET = 6_000;

/**
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
