/**
 * What is said to a leader who listens rather than looks: one whole sentence for what changed, and nothing
 * when nothing did, so that a reconnect repeats no news.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/timer.js").TimerState} TimerState
 */

import { t, tn } from "../core/words.js";
import { phaseName } from "./now_view.js";

const MINUTE = 60_000;

/**
 * @param {Snapshot} before
 * @param {Snapshot} after
 * @param {(person: string) => string} nameOf "You" for the leader of this page
 * @returns {string} "" when there is nothing to say
 */
export function changeSpoken(before, after, nameOf) {
  if (before.meeting.status !== after.meeting.status && after.meeting.status === "closed") {
    return t("Closed. Everything but attendance is erased.");
  }
  const name = after.lastMove ? nameOf(after.lastMove.by) : "";
  if (before.position !== after.position) return movedSpoken(after, name);
  return clockSpoken(before, after, name);
}

/**
 * @param {TimerState} before
 * @param {TimerState} after
 * @param {number} left ms
 * @returns {string}
 */
export function timerSpoken(before, after, left) {
  if (before === "running" && after === "wrap_up") {
    return tn("{n} minute left.", "{n} minutes left.", Math.max(1, Math.round(left / MINUTE)));
  }
  const ran = before === "running" || before === "wrap_up";
  return ran && after === "over" ? t("Time is up, when you are ready.") : "";
}

/**
 * @param {Snapshot} after
 * @param {string} name
 */
function movedSpoken(after, name) {
  const phase = phaseName(after);
  if (!name || !after.clock) return t("Now: {phase}.", { phase });
  const minutes = Math.round(after.clock.length / MINUTE);
  return tn("{name} moved to {phase}. {n} minute.", "{name} moved to {phase}. {n} minutes.", minutes)
    .replace("{name}", name)
    .replace("{phase}", phase);
}

/**
 * @param {Snapshot} before
 * @param {Snapshot} after
 * @param {string} name
 */
function clockSpoken(before, after, name) {
  if (!before.clock || !after.clock) return "";
  if (before.clock.runningSince !== null && after.clock.runningSince === null) return t("Paused.");
  if (before.clock.runningSince === null && after.clock.runningSince !== null) return t("Resumed.");
  const change = Math.round((after.clock.length - before.clock.length) / MINUTE);
  if (change !== 0) return adjustedSpoken(change, name);
  return after.lastMove?.type === "timer.spread" && after.lastMove.at !== before.lastMove?.at
    ? t("{name} spread the time.", { name })
    : "";
}

/**
 * @param {number} change whole minutes
 * @param {string} name
 */
function adjustedSpoken(change, name) {
  if (!name) return t("The time was changed.");
  const words =
    change > 0
      ? tn("{name} added {n} minute.", "{name} added {n} minutes.", change)
      : tn("{name} took {n} minute away.", "{name} took {n} minutes away.", -change);
  return words.replace("{name}", name);
}
