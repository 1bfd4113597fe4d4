/**
 * What leaders read of the full-hour credit: until when to run, as long as that lies ahead; and before the opening,
 * that a plan is too short for it.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("./credit_needs.js").CreditFacts} CreditFacts
 * @typedef {import("./times_view.js").Timed} Timed
 */

import { timeOfDay } from "../core/format.js";
import { t } from "../core/words.js";
import { creditNeeds, endingCosts } from "./credit_needs.js";
import { PLACE, timed } from "./times_view.js";

const MINUTE = 60_000;

/**
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
 * @param {Snapshot} snapshot
 * @param {CreditFacts} credit
 * @returns {string} "" once the session has been opened
 */
export function tooShortText({ meeting }, credit) {
  const short = credit.types.length > 0 && credit.fullHourMs === 0 && meeting.status === "gathering";
  return short ? t("This plan is too short for {credit}", { credit: credit.types.join(", ") }) : "";
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
