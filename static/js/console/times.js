/**
 * The moments leaders steer by. Latest return is a clock time that stands still through pauses; the projected end moves
 * with every pause and every added minute; and the full-hour credit says until when to run. All are in the leader's own
 * zone, like the clock on their wall.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 *
 * @typedef {{before: string, time: string, after: string}} Timed one sentence; `time` is its part set in bold
 * @typedef {Timed & {pressing: boolean}} ReturnLine
 *
 * @typedef {object} CreditFacts
 * @property {string[]} types the credits that ask for full hours
 * @property {number} fullHourMs the full hours the plan holds; 0 when it holds none
 * @property {number[]} uncreditedPositions
 * @property {number} pausedMs how long clocks have rested in these so far
 *
 * @typedef {{time: string, seconds: number}} EndChoice `seconds` to add to this phase
 */

import { lengthOf, projectedEnd, remainingAt, spentAt, spentIn, stepAt } from "../core/timer.js";
import { MINUTE, SECOND, t, timeOfDay, tn } from "../core/words.js";

const SOON = 5 * MINUTE;

/** Where the time stands in a sentence, until it is cut in two there. */
const PLACE = "|";
const MARK = 5 * MINUTE;
const CHOICES = 6;
const SOONEST = MINUTE;

/**
 * The line about the latest return.
 *
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
 * The line about the projected end.
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
 * The line about the booked time.
 *
 * @param {Snapshot} snapshot
 * @returns {Timed} what the gathering shows instead
 */
export function bookedLine({ meeting }) {
  const time = `${timeOfDay(meeting.scheduledStart)}–${timeOfDay(meeting.scheduledEnd)}`;
  return timed(t("Booked {time}", { time: PLACE }), time);
}

/**
 * The line about what credit needs.
 * Minutes are rounded up: whoever ends at the time shown has not ended too early.
 *
 * @param {Snapshot} snapshot
 * @param {CreditFacts} credit
 * @param {number} now
 * @returns {Timed | null}
 */
export function creditLine(snapshot, credit, now) {
  const time = neededTime(snapshot, credit, now);
  return time === null ? null : timed(t("Credit needs us to run until {time}", { time: PLACE }), time);
}

/**
 * What credit needs, as a sentence to be spoken.
 *
 * @param {Snapshot} snapshot
 * @param {CreditFacts} credit
 * @param {number} now
 * @returns {string} "" when there is nothing to say
 */
export function creditSpoken(snapshot, credit, now) {
  const time = neededTime(snapshot, credit, now);
  return time === null ? "" : t("Credit needs us to run until {time}.", { time });
}

/**
 * That the plan is too short for a credit.
 *
 * @param {Snapshot} snapshot
 * @param {CreditFacts} credit
 * @returns {string} "" once the session has been opened
 */
export function tooShortText({ meeting }, credit) {
  const short = credit.types.length > 0 && credit.fullHourMs === 0 && meeting.status === "gathering";
  return short ? t("This plan is too short for {credit}", { credit: credit.types.join(", ") }) : "";
}

/**
 * Until when the session must run for its full-hour credit; the same rules as the server's. An hour cut
 * short by a second is none, and a plan of 60 minutes has no slack, so a late opening moves the moment.
 *
 * Time in steps that earn no credit comes on top, and so does a pause in them. A snapshot says how long clocks have
 * rested in all, but not in which step: the server tells what was so when the page was made, and from there on each
 * snapshot is compared with the one before.
 *
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
 * Whether ending now would cost the full-hour credit.
 *
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
 * The credit's facts after a new state.
 *
 * @param {CreditFacts} credit
 * @param {Snapshot} before
 * @param {Snapshot} after
 * @returns {CreditFacts} with what was paused between the two, if that was in a step that earns no credit
 */
export function withPauses(credit, before, after) {
  if (!earnsNothing(before, credit)) return credit;
  const rested = restedAt(after, after.serverNow) - restedAt(before, before.serverNow);
  return rested > 0 ? { ...credit, pausedMs: credit.pausedMs + rested } : credit;
}

/**
 * The choices of "End phase at…": the clock times on which this phase could end, offered as buttons, because no live page has
 * a field to type in. Each is the next few marks of five minutes, the current end left out.
 *
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

/**
 * Cuts a sentence where its time stands.
 *
 * @param {string} sentence with PLACE where the time stands in this language
 * @param {string} time
 * @returns {Timed}
 */
function timed(sentence, time) {
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
  return late > 0 ? tn("{n} late", "{n} late", late) : tn("{n} to spare", "{n} to spare", -late);
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

/**
 * @param {Snapshot} snapshot
 * @param {CreditFacts} credit
 * @param {number} now
 */
function neededTime(snapshot, credit, now) {
  const needed = creditNeeds(snapshot, credit, now);
  if (needed === null || !endingCosts(snapshot, credit, now)) return null;
  return timeOfDay(Math.ceil(needed / MINUTE) * MINUTE);
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
    ? restedAt(snapshot, now) - restedAt(snapshot, snapshot.serverNow)
    : 0;
  return planned + credit.pausedMs + Math.max(0, resting);
}

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {number} how long clocks have rested since the opening, in whatever steps
 */
function restedAt(snapshot, now) {
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
