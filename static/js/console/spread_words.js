/**
 * The spread as a sentence and a button: the result stands there before the press, and what cannot be
 * absorbed is said.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("./spread_preview.js").SpreadPreview} SpreadPreview
 * @typedef {import("./spread_preview.js").Change} Change
 * @typedef {{line: string, button: string | null}} SpreadWords
 */

import { clockText, timeOfDay } from "../core/format.js";
import { t, tn } from "../core/words.js";

const MINUTE = 60_000;
const NAMED = 2;

/**
 * @param {Snapshot} snapshot
 * @param {SpreadPreview} preview
 * @returns {SpreadWords | null} null when there is nothing to say: the last step is running
 */
export function spreadWords(snapshot, preview) {
  if (snapshot.position === snapshot.steps.length) return null;
  if (preview.given === 0) return { line: keptLine(snapshot, preview), button: null };
  return {
    line: t("{changes}. {result}", {
      changes: changesText(preview.changes),
      result: resultText(snapshot, preview),
    }),
    button: tn("Spread {n} min", "Spread {n} min", minutes(preview.given)),
  };
}

/** @param {Change[]} changes */
function changesText(changes) {
  const named = changes
    .slice(0, changes.length > NAMED + 1 ? NAMED : NAMED + 1)
    .map(changeText)
    .join(", ");
  const others = changes.length > NAMED + 1 ? changes.length - NAMED : 0;
  return others
    ? tn("{named} and {n} more", "{named} and {n} more", others).replace("{named}", named)
    : named;
}

/** @param {Change} change */
function changeText({ name, from, to }) {
  return t("{phase} {from} → {to}", { phase: name, from: lengthText(from), to: lengthText(to) });
}

/**
 * @param {Snapshot} snapshot
 * @param {SpreadPreview} preview
 */
function resultText(snapshot, { wanted, given }) {
  const still = minutes(wanted - given);
  if (still === 0) return t("Ends {time}", { time: timeOfDay(snapshot.meeting.scheduledEnd) });
  return t("Takes {given} of {wanted}. Ends {late} late", {
    given: minutes(wanted) - still,
    wanted: minutes(wanted),
    late: still,
  });
}

/**
 * @param {Snapshot} snapshot
 * @param {SpreadPreview} preview
 */
function keptLine(snapshot, { wanted }) {
  const time = timeOfDay(snapshot.meeting.scheduledEnd + wanted);
  const returns = snapshot.steps.some(
    (step) => step.position > (snapshot.position ?? 0) && step.phase === "return",
  );
  return returns
    ? t("Return and closing are kept. Ends {time}.", { time })
    : t("What is left is kept whole. Ends {time}.", { time });
}

/**
 * @param {number} ms
 * @returns {string} "24", or "18:20" where it is not whole minutes
 */
export function lengthText(ms) {
  return ms % MINUTE === 0 ? String(ms / MINUTE) : clockText(ms);
}

/** @param {number} ms */
function minutes(ms) {
  return Math.round(ms / MINUTE);
}
