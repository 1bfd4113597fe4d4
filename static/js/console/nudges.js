/**
 * The few things leaders forget, as one quiet line: never two at once, each dismissed once per step. A nudge
 * acts on nothing; the button it speaks of is on the page already.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {{key: string, text: string}} Nudge `key` names the nudge within its step
 */

import { timeOfDay } from "../core/format.js";
import { t, tn } from "../core/words.js";

const MINUTE = 60_000;
const PAUSED_LONG = 3 * MINUTE;

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {number | null} pausedSince
 * @param {ReadonlySet<string>} dismissed keys
 * @returns {Nudge | null}
 */
export function nudge(snapshot, now, pausedSince, dismissed) {
  const due = [notStarted(snapshot, now), stillPaused(snapshot, now, pausedSince), nobodyMarked(snapshot)];
  return due.find((one) => one !== null && !dismissed.has(one.key)) ?? null;
}

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {Nudge | null}
 */
function notStarted({ meeting }, now) {
  if (meeting.status !== "gathering" || now < meeting.scheduledStart + MINUTE) return null;
  return { key: "start", text: t("It is {time}. Start the session?", { time: timeOfDay(now) }) };
}

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {number | null} pausedSince
 * @returns {Nudge | null}
 */
function stillPaused({ position }, now, pausedSince) {
  if (pausedSince === null || now - pausedSince < PAUSED_LONG) return null;
  const minutes = Math.floor((now - pausedSince) / MINUTE);
  return {
    key: `paused@${position}`,
    text: tn("Paused for {n} minute. Resume?", "Paused for {n} minutes. Resume?", minutes),
  };
}

/**
 * @param {Snapshot} snapshot
 * @returns {Nudge | null}
 */
function nobodyMarked({ presenterState, presenter, position }) {
  if (presenterState !== "presenting" || presenter) return null;
  return {
    key: `nobody@${position}`,
    text: t("Nobody is marked as presenter. Mark them in the list of people."),
  };
}
