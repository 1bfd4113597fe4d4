/**
 * What the dialog of the end says before anybody presses, and what leaders read afterwards.
 *
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("./plan.js").Plan} Plan
 */

import { t, tn } from "../core/words.js";
import { members } from "./people_view.js";
import { sitsBack } from "./plan.js";

const MINUTE = 60_000;

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {string} "" from a minute before the booked end on
 */
export function earlyText({ meeting }, now) {
  const early = Math.floor((meeting.scheduledEnd - now) / MINUTE);
  return early < 1
    ? ""
    : tn("{n} minute before the booked end.", "{n} minutes before the booked end.", early);
}

/**
 * @param {Snapshot} snapshot
 * @param {Plan} plan
 * @returns {number | null} where the presenter, still sitting back, would be brought back
 */
export function returnBeforeEnd({ position, presenterState }, plan) {
  return position !== null && sitsBack(presenterState) ? plan.nextReturn(position) : null;
}

/**
 * @param {Presence} presence the last this page was told
 * @returns {{id: string, name: string, words: string}[]} who was here, until the record is read; ended.html says the same
 */
export function attendanceRows(presence) {
  return members(presence).map(({ id, name, state }) => ({
    id,
    name,
    words: state === "expected" ? t("not here") : t("was here"),
  }));
}

/**
 * @param {Snapshot | null} before the last state this page knew before the end
 * @returns {string} "" unless the session ended with the presenter out of view
 */
export function neverReturnedText(before) {
  if (!before?.presenter || !sitsBack(before.presenterState)) return "";
  return t("The presenter did not come back before the end. One of you calls them today.");
}
