/**
 * Who moved last, and what undo would take back. The words age slowly, so that nothing ticks beside the
 * clock; the undo's own seconds are the exception and stand beside its name, not in it.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {{text: string, byOther: boolean, fresh: boolean}} MoveLine `fresh`: it can still be undone
 * @typedef {{what: string, seconds: number}} UndoView
 */

import { stepAt } from "../core/timer.js";
import { t } from "../core/words.js";

const SECOND = 1000;
const GONE_AFTER = 120 * SECOND;
const MOVES = new Set(["meeting.open", "phase.next", "phase.back", "phase.goto"]);

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {{me: string, nameOf: (person: string) => string}} people `nameOf` says "Other leader" while names are hidden
 * @returns {MoveLine | null}
 */
export function moveLine(snapshot, now, { me, nameOf }) {
  const { lastMove } = snapshot;
  if (!lastMove || now - lastMove.at >= GONE_AFTER) return null;
  const byOther = lastMove.by !== me;
  const name = byOther ? nameOf(lastMove.by) : t("You");
  const text = t("{happened} · {age}", {
    happened: happenedText(lastMove.type, name),
    age: ageText(now - lastMove.at),
  });
  return { text, byOther, fresh: now < lastMove.undoUntil };
}

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {UndoView | null}
 */
export function undoView(snapshot, now) {
  const { lastMove } = snapshot;
  if (!lastMove || now >= lastMove.undoUntil) return null;
  return { what: whatText(snapshot, lastMove.type), seconds: Math.ceil((lastMove.undoUntil - now) / SECOND) };
}

/**
 * @param {Snapshot} snapshot
 * @returns {number | null} when the current step was entered, as far as the newest move tells
 */
export function enteredAt({ lastMove }) {
  return lastMove && MOVES.has(lastMove.type) ? lastMove.at : null;
}

/**
 * @param {Snapshot} snapshot
 * @returns {number | null} when the clock was paused, as far as the newest move tells
 */
export function pausedAt({ lastMove }) {
  return lastMove?.type === "timer.pause" ? lastMove.at : null;
}

/**
 * @param {string} type
 * @param {string} name
 */
function happenedText(type, name) {
  switch (type) {
    case "meeting.open":
      return t("{name} started the session", { name });
    case "timer.pause":
      return t("{name} paused", { name });
    case "timer.resume":
      return t("{name} resumed", { name });
    case "timer.adjust":
      return t("{name} changed the time", { name });
    case "timer.spread":
      return t("{name} spread the time", { name });
    default:
      return t("{name} moved here", { name });
  }
}

/** @param {number} age ms */
function ageText(age) {
  const seconds = Math.max(0, Math.floor(age / SECOND));
  if (seconds < 2) return t("just now");
  if (seconds < 10) return t("{n} s ago", { n: seconds });
  return seconds < 60 ? t("{n} s ago", { n: 10 * Math.floor(seconds / 10) }) : t("1 min ago");
}

/**
 * @param {Snapshot} snapshot
 * @param {string} type
 */
function whatText(snapshot, type) {
  switch (type) {
    case "meeting.open":
      return t("start of the session");
    case "timer.pause":
      return t("pause");
    case "timer.resume":
      return t("resume");
    case "timer.adjust":
      return t("change of time");
    case "timer.spread":
      return t("spread");
    default:
      return t("go to {phase}", { phase: stepAt(snapshot)?.name ?? "" });
  }
}
