/**
 * "End at…": the clock times on which this phase could end, offered as buttons, because no live page has a
 * field to type in. Each is the next few marks of five minutes, the current end left out.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {{time: string, seconds: number}} EndChoice `seconds` to add to this phase
 */

import { timeOfDay } from "../core/format.js";
import { remainingAt } from "../core/timer.js";

const MARK = 5 * 60_000;
const CHOICES = 6;
const SOONEST = 60_000;

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {EndChoice[]}
 */
export function endChoices(snapshot, now) {
  const { clock } = snapshot;
  if (!clock || clock.runningSince === null) return [];
  const end = now + remainingAt(clock, now);
  const first = Math.ceil((now + SOONEST) / MARK) * MARK;
  return Array.from({ length: CHOICES }, (_, index) => first + index * MARK)
    .map((moment) => ({ time: timeOfDay(moment), seconds: Math.round((moment - end) / 1000) }))
    .filter(({ seconds }) => seconds !== 0);
}
