/**
 * Who moved last, and what undo would take back. The words age slowly, so that nothing ticks beside the
 * clock; the undo's own seconds are the exception and stand beside its name, not in it.
 *
 * @typedef {import("../console_model.js").ConsoleState} ConsoleState
 * @typedef {import("../../core/types.js").Snapshot} Snapshot
 * @typedef {{text: string, byOther: boolean, fresh: boolean}} MoveLine `fresh`: it has just happened
 * @typedef {{by: string | null, at: number}} Undone a move taken back; `by` is null where it cannot be told who did
 * @typedef {{what: string, seconds: number}} UndoView
 */

import { mark, part, show, showOrLeave, within, write } from "../../components/parts.js";
import { stepAt } from "../../core/timer.js";
import { SECOND, t } from "../../core/words.js";
import { offeredSpread, spreadWords } from "../spread.js";
import { leaderName } from "./leaders.js";

const GONE_AFTER = 120 * SECOND;
const FRESH = 10 * SECOND;
const MOVES = new Set(["meeting.open", "phase.next", "phase.back", "phase.goto"]);

/**
 * Draws what stands under the row of buttons: who moved last and the undo for its ten seconds, or for a moment the
 * answer to a press that changed nothing; beneath it the offer to spread. It lies below everything that moves
 * the group, so nothing here can shift a button away under a finger.
 */
export class LastMovePanel {
  #part;
  #heading;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#part = within(part("now", page));
    this.#heading = part("phase-name", page);
  }

  /** @param {ConsoleState} state */
  draw(state) {
    const people = { me: state.me.id, nameOf: (/** @type {string} */ person) => leaderName(state, person) };
    const line = moveLine(state.snapshot, state.now, people) ?? undoneLine(state.undone, state.now, people);
    mark(this.#part("aftermath"), "data-news", line?.byOther && line.fresh ? "true" : null);
    show(this.#part("press-note"), state.note !== "");
    write(this.#part("press-note"), state.note);
    show(this.#part("move-line"), state.note === "");
    write(this.#part("move-line"), line?.text ?? "");
    this.#drawUndo(state);
    this.#drawSpread(state);
  }

  /** @param {ConsoleState} state */
  #drawUndo({ snapshot, now, link, cameFrom }) {
    const undo = link.state === "reconnecting" ? null : undoView(snapshot, now, cameFrom);
    showOrLeave(this.#part("undo"), undo !== null, this.#heading);
    write(this.#part("undo-label"), t("Undo: {what}", { what: undo?.what ?? "" }));
    write(this.#part("undo-seconds"), String(undo?.seconds ?? ""));
  }

  /** @param {ConsoleState} state */
  #drawSpread({ snapshot, plan, now, link }) {
    const preview = link.state === "reconnecting" ? null : offeredSpread(snapshot, plan, now);
    const words = preview && spreadWords(snapshot, preview);
    showOrLeave(this.#part("spread"), words !== null, this.#heading);
    if (!words) return;
    write(this.#part("spread-line"), words.line);
    showOrLeave(this.#part("spread-button"), words.button !== null, this.#heading);
    write(this.#part("spread-button"), words.button ?? "");
  }
}

/**
 * Who moved last, in words.
 *
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {{me: string, nameOf: (person: string) => string}} people `nameOf` says "Another leader" while names are hidden
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
 * Who took a move back, in words.
 *
 * @param {Undone | null} undone
 * @param {number} now
 * @param {{me: string, nameOf: (person: string) => string}} people
 * @returns {MoveLine | null}
 */
export function undoneLine(undone, now, { me, nameOf }) {
  if (!undone || now - undone.at >= GONE_AFTER) return null;
  const byOther = undone.by !== me;
  const text = t("{name} undid that · {age}", {
    name: undoneBy(undone, me, nameOf),
    age: ageText(now - undone.at),
  });
  return { text, byOther, fresh: now - undone.at < FRESH };
}

/**
 * Who took a move back.
 *
 * @param {Undone} undone
 * @param {string} me
 * @param {(person: string) => string} nameOf
 * @returns {string} a name, "You", or words for somebody unknown
 */
export function undoneBy({ by }, me, nameOf) {
  if (by === me) return t("You");
  return by === null ? t("Another leader") : nameOf(by);
}

/**
 * What undo would take back.
 *
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {number | null | undefined} cameFrom the position before the newest move; undefined where it is not known
 * @returns {UndoView | null}
 */
export function undoView(snapshot, now, cameFrom) {
  const { lastMove } = snapshot;
  if (!lastMove || now >= lastMove.undoUntil) return null;
  return {
    what: whatText(snapshot, lastMove.type, cameFrom),
    seconds: Math.ceil((lastMove.undoUntil - now) / SECOND),
  };
}

/**
 * When the current step was entered.
 *
 * @param {Snapshot} snapshot
 * @returns {number | null} when the current step was entered, as far as the newest move tells
 */
export function enteredAt({ lastMove }) {
  return lastMove && MOVES.has(lastMove.type) ? lastMove.at : null;
}

/**
 * When the clock was paused.
 *
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
      return t("{name} shortened the rest", { name });
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
 * @param {number | null | undefined} cameFrom
 */
function whatText(snapshot, type, cameFrom) {
  switch (type) {
    case "meeting.open":
      return t("back to {phase}", { phase: t("Gathering") });
    case "timer.pause":
      return t("pause");
    case "timer.resume":
      return t("resume");
    case "timer.adjust":
      return t("change of time");
    case "timer.spread":
      return t("shortening the rest");
    default:
      return moveText(snapshot, positionBefore(snapshot, type, cameFrom));
  }
}

/**
 * @param {Snapshot} snapshot
 * @param {number | null | undefined} before
 */
function moveText(snapshot, before) {
  const step = snapshot.steps.find(({ position }) => position === before);
  return step
    ? t("back to {phase}", { phase: step.name })
    : t("the move to {phase}", { phase: stepAt(snapshot)?.name ?? "" });
}

/**
 * @param {Snapshot} snapshot
 * @param {string} type
 * @param {number | null | undefined} cameFrom
 */
function positionBefore({ position }, type, cameFrom) {
  if (type === "phase.next") return (position ?? 0) - 1;
  return type === "phase.back" ? (position ?? 0) + 1 : cameFrom;
}
