/**
 * The plan as a list: what is done with the time it used, what is now, what comes with its minutes and the
 * moment it would begin. Moments are projections; they shift with the plan and accuse nobody.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/types.js").Step} Step
 *
 * @typedef {object} PhaseRow
 * @property {number} position
 * @property {"done" | "now" | "next"} mark
 * @property {string} minutes
 * @property {string} begins "" for what is done or running
 */

import { clockText, timeOfDay } from "../core/format.js";
import { leftIn, spentIn } from "../core/timer.js";
import { t } from "../core/words.js";
import { lengthText } from "./spread_words.js";

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {PhaseRow[]}
 */
export function phaseRows(snapshot, now) {
  let begins = snapshot.position === null ? Math.max(now, snapshot.meeting.scheduledStart) : now;
  return snapshot.steps.map((step) => {
    const mark = markOf(snapshot, step);
    const row = {
      position: step.position,
      mark,
      minutes: minutesText(snapshot, step, mark, now),
      begins: "",
    };
    if (mark === "next") row.begins = timeOfDay(begins);
    if (mark !== "done") begins += leftIn(snapshot, step, now);
    return row;
  });
}

/** @param {PhaseRow["mark"]} mark */
export function markWords(mark) {
  return { done: t("done"), now: t("now"), next: t("to come") }[mark];
}

/**
 * @param {Snapshot} snapshot
 * @param {Step} step
 * @returns {PhaseRow["mark"]}
 */
function markOf({ position }, step) {
  if (position === null || step.position > position) return "next";
  return step.position === position ? "now" : "done";
}

/**
 * @param {Snapshot} snapshot
 * @param {Step} step
 * @param {PhaseRow["mark"]} mark
 * @param {number} now
 */
function minutesText(snapshot, step, mark, now) {
  if (mark !== "done") return lengthText(step.length ?? 0);
  const spent = spentIn(snapshot, step, now);
  return spent === 0 ? t("skipped") : clockText(spent);
}
