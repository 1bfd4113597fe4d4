/**
 * Until when the session must run for its full-hour credit; the same rules as domain/meeting.py. An hour cut
 * short by a second is none, and a plan of 60 minutes has no slack, so a late opening moves the moment.
 *
 * Time in steps that earn no credit comes on top, and so does a pause in them. A snapshot says how long clocks have
 * rested in all, but not in which step: the server tells what was so when the page was made, and from there on each
 * snapshot is compared with the one before.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 *
 * @typedef {object} CreditFacts
 * @property {string[]} types the credits that ask for full hours
 * @property {number} fullHourMs the full hours the plan holds; 0 when it holds none
 * @property {number[]} uncreditedPositions
 * @property {number} pausedMs how long clocks have rested in these so far
 */

import { lengthOf, spentIn } from "../core/timer.js";

const SECOND = 1000;

/**
 * @param {Snapshot} snapshot
 * @param {CreditFacts} credit
 * @param {number} now
 * @returns {number | null} the first moment at which it may end with every full hour; null where nothing is needed
 */
export function creditNeeds(snapshot, credit, now) {
  const { openedAt, status } = snapshot.meeting;
  if (credit.types.length === 0 || !credit.fullHourMs || openedAt === null || status !== "running")
    return null;
  const opened = Math.floor(openedAt / SECOND) * SECOND;
  return opened + credit.fullHourMs + uncreditedTime(snapshot, credit, now);
}

/**
 * @param {Snapshot} snapshot
 * @param {CreditFacts} credit
 * @param {number} now
 * @returns {boolean}
 */
export function endingCosts(snapshot, credit, now) {
  const needed = creditNeeds(snapshot, credit, now);
  return needed !== null && now < needed;
}

/**
 * @param {CreditFacts} credit
 * @param {Snapshot} before
 * @param {Snapshot} after
 * @returns {CreditFacts} with what was paused between the two, if that was in a step that earns no credit
 */
export function withPauses(credit, before, after) {
  if (!earnsNothing(before, credit)) return credit;
  const rested = pausedAt(after, after.serverNow) - pausedAt(before, before.serverNow);
  return rested > 0 ? { ...credit, pausedMs: credit.pausedMs + rested } : credit;
}

/**
 * Steps left behind took what they took; the present one and those to come take their length at least.
 *
 * @param {Snapshot} snapshot
 * @param {CreditFacts} credit
 * @param {number} now
 */
function uncreditedTime(snapshot, credit, now) {
  const position = snapshot.position ?? 0;
  const steps = snapshot.steps.filter((step) => credit.uncreditedPositions.includes(step.position));
  const planned = steps.reduce((total, step) => {
    const spent = spentIn(snapshot, step, now);
    return total + (step.position < position ? spent : Math.max(spent, lengthOf(snapshot, step)));
  }, 0);
  const resting = earnsNothing(snapshot, credit)
    ? pausedAt(snapshot, now) - pausedAt(snapshot, snapshot.serverNow)
    : 0;
  return planned + credit.pausedMs + Math.max(0, resting);
}

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {number} how long clocks have rested since the opening, in whatever steps
 */
function pausedAt(snapshot, now) {
  const { openedAt } = snapshot.meeting;
  if (openedAt === null || snapshot.position === null) return 0;
  const spent = snapshot.steps.reduce((total, step) => total + spentIn(snapshot, step, now), 0);
  return Math.max(0, now - openedAt - spent);
}

/**
 * @param {Snapshot} snapshot
 * @param {CreditFacts} credit
 */
function earnsNothing({ position }, credit) {
  return position !== null && credit.uncreditedPositions.includes(position);
}
