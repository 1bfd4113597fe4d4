/**
 * The two moments leaders steer by. Latest return is a clock time that stands still through pauses; the
 * projected end moves with every pause and every added minute. Both are the leader's own zone, like the
 * clock on their wall.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {{before: string, time: string, after: string}} Timed one sentence; `time` is its part set in bold
 * @typedef {Timed & {pressing: boolean}} ReturnLine
 */

import { timeOfDay } from "../core/format.js";
import { projectedEnd, spentAt, stepAt } from "../core/timer.js";
import { t, tn } from "../core/words.js";

const MINUTE = 60_000;
const SOON = 5 * MINUTE;
/** Where the time stands in a sentence, until it is cut in two there. */
export const PLACE = "|";

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {ReturnLine | null} from the middle of the discussion, and only while the presenter sits back
 */
export function returnLine(snapshot, now) {
  const at = snapshot.latestReturnAt ?? null;
  if (at === null || !pastTheMiddle(snapshot, now)) return null;
  if (now >= at) return untimed(t("Return now to keep the time"));
  if (at - now <= SOON) return untimed(t("Return within {n} min", { n: Math.ceil((at - now) / MINUTE) }));
  return { ...timed(t("Latest return {time}", { time: PLACE }), timeOfDay(at)), pressing: false };
}

/**
 * Minutes count towards the booked end, so that the time shown and the figure beside it always agree.
 *
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {Timed | null}
 */
export function endLine(snapshot, now) {
  const end = projectedEnd(snapshot, now);
  if (end === null) return null;
  const late = Math.trunc((end - snapshot.meeting.scheduledEnd) / MINUTE) || 0;
  const sentence = t("Ends {time}, {lateness}", { time: PLACE, lateness: latenessText(late) });
  return timed(sentence, timeOfDay(snapshot.meeting.scheduledEnd + late * MINUTE));
}

/**
 * @param {Snapshot} snapshot
 * @returns {Timed} what the gathering shows instead
 */
export function bookedLine({ meeting }) {
  const time = `${timeOfDay(meeting.scheduledStart)}–${timeOfDay(meeting.scheduledEnd)}`;
  return timed(t("Booked {time}", { time: PLACE }), time);
}

/**
 * @param {string} sentence with PLACE where the time stands in this language
 * @param {string} time
 * @returns {Timed}
 */
export function timed(sentence, time) {
  const [before = "", after = ""] = sentence.split(PLACE);
  return { before, time, after };
}

/**
 * @param {string} sentence
 * @returns {ReturnLine}
 */
function untimed(sentence) {
  return { before: sentence, time: "", after: "", pressing: true };
}

/** @param {number} late whole minutes */
function latenessText(late) {
  if (late === 0) return t("on time");
  return late > 0 ? tn("{n} late", "{n} late", late) : tn("{n} in hand", "{n} in hand", -late);
}

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 */
function pastTheMiddle(snapshot, now) {
  const { clock, presenterState } = snapshot;
  if (!clock || presenterState !== "back") return false;
  return stepAt(snapshot)?.phase !== "discussion" || 2 * spentAt(clock, now) >= clock.length;
}
