/**
 * What stands in the middle of the console: phase, clock, its word and form, and the two buttons that move
 * the group. Word, form and fill change together, so that none of them has to be seen for itself.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/timer.js").TimerState} TimerState
 *
 * @typedef {object} ClockFace
 * @property {TimerState} state
 * @property {string} digits "18:24", of a phase that is over "+1:20"
 * @property {string} word
 * @property {number} filled from 0 to 1
 *
 * @typedef {object} NowView
 * @property {string} phase
 * @property {ClockFace} face
 * @property {string} primary what the press does
 * @property {boolean} primaryWorks false in the last phase: ending is its own act
 * @property {string | null} back the phase before, or null in the first
 * @property {string} backLabel
 * @property {string} pauseLabel
 * @property {string} title
 */

import { clockText } from "../core/format.js";
import { remainingAt, spentAt, stepAt, timerState } from "../core/timer.js";
import { t, tn } from "../core/words.js";

const MINUTE = 60_000;

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {{pausedSince: number | null, coarse: boolean}} own `coarse`: this leader prefers whole minutes
 * @returns {NowView}
 */
export function nowView(snapshot, now, own) {
  const face = clockFace(snapshot, now, own);
  const phase = phaseName(snapshot);
  const previous = stepAt(snapshot, -1)?.name ?? null;
  return {
    phase,
    face,
    ...primaryView(snapshot),
    back: previous,
    backLabel: previous === null ? t("Back") : t("Back to: {phase}", { phase: previous }),
    pauseLabel: face.state === "paused" ? t("Resume") : t("Pause"),
    title: titleText(snapshot, phase, now),
  };
}

/** @param {Snapshot} snapshot */
export function phaseName(snapshot) {
  if (snapshot.meeting.status === "closed") return t("Session ended");
  return stepAt(snapshot)?.name ?? t("Gathering");
}

/** @param {Snapshot} snapshot */
function primaryView(snapshot) {
  if (snapshot.position === null) return { primary: t("Start session"), primaryWorks: true };
  const next = stepAt(snapshot, 1);
  if (!next) return { primary: t("This is the last phase"), primaryWorks: false };
  return { primary: t("Go to: {phase}", { phase: next.name }), primaryWorks: true };
}

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {{pausedSince: number | null, coarse: boolean}} own
 * @returns {ClockFace}
 */
export function clockFace(snapshot, now, own) {
  const state = timerState(snapshot, now);
  const { clock } = snapshot;
  if (state === "not_started" || !clock)
    return { state, digits: t("Ready"), word: plannedText(snapshot), filled: 0 };
  return {
    state,
    digits: digitsText(remainingAt(clock, now), own.coarse),
    word: wordText(state, own.pausedSince === null ? null : now - own.pausedSince),
    filled: clock.length > 0 ? Math.min(1, spentAt(clock, now) / clock.length) : 1,
  };
}

/**
 * @param {number} left ms
 * @param {boolean} coarse
 */
function digitsText(left, coarse) {
  if (coarse) return minutesText(left);
  return left <= -1000 ? `+${clockText(left)}` : clockText(Math.max(0, left));
}

/** @param {number} left ms */
function minutesText(left) {
  if (left <= -MINUTE) return t("+{n} min", { n: Math.floor(-left / MINUTE) });
  return t("{n} min", { n: Math.max(0, Math.ceil(left / MINUTE)) });
}

/**
 * @param {TimerState} state
 * @param {number | null} pausedFor ms, where it is known
 */
function wordText(state, pausedFor) {
  if (state === "paused")
    return pausedFor === null
      ? t("paused")
      : t("paused ({time})", { time: clockText(Math.max(0, pausedFor - 999)) });
  return { running: t("running"), wrap_up: t("wrap up"), over: t("over"), not_started: "" }[state];
}

/** @param {Snapshot} snapshot */
function plannedText(snapshot) {
  const total = snapshot.steps.reduce((sum, step) => sum + (step.length ?? 0), 0);
  return tn("{n} min", "{n} min", Math.round(total / MINUTE));
}

/**
 * Whole minutes: a hidden tab can be late.
 *
 * @param {Snapshot} snapshot
 * @param {string} phase
 * @param {number} now
 */
function titleText(snapshot, phase, now) {
  const { clock } = snapshot;
  if (snapshot.position === null || !clock) return phase;
  return t("{time} · {phase}", { time: minutesText(remainingAt(clock, now)), phase });
}
