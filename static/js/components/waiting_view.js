/**
 * The wait before the opening.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 */

import { timeOfDay } from "../core/format.js";
import { nobodyOpened, untilStart } from "../core/waiting.js";
import { t } from "../core/words.js";
import { part, show, write } from "./parts.js";

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 */
export function drawWaiting(snapshot, now) {
  const start = snapshot.meeting.scheduledStart;
  write(part("wait-note"), waitNote(untilStart(start, now)));
  show(part("nobody-opened"), nobodyOpened(start, now));
}

/**
 * The server prints the group's time, the only one it knows; a reader elsewhere reads their own before it.
 *
 * @param {Snapshot} snapshot
 */
export function drawOwnTime(snapshot) {
  const place = part("start");
  const groups = place.dataset.groupTime ?? "";
  const own = timeOfDay(snapshot.meeting.scheduledStart);
  if (own === groups) return;
  write(place, t("{own} where you are, {groups} in {city}", { own, groups, city: place.dataset.city ?? "" }));
}

/** @param {string} soon */
function waitNote(soon) {
  if (!soon) return t("A leader will open the session.");
  return t("The session starts {soon}. A leader will open it.", { soon });
}
