/**
 * What stands in the middle of the console: phase, clock, its word and form, and the two buttons that move
 * the group. Word, form and fill change together, so that none of them has to be seen for itself.
 *
 * @typedef {import("../console_model.js").ConsoleState} ConsoleState
 * @typedef {import("../../core/types.js").Snapshot} Snapshot
 * @typedef {import("../../core/timer.js").TimerState} TimerState
 *
 * @typedef {object} ClockFace
 * @property {TimerState} state
 * @property {string} digits "18:24", of a phase that is over "+1:20"
 * @property {string} word
 * @property {number} filled from 0 to 1
 *
 * @typedef {object} CurrentPhaseView
 * @property {string} phase
 * @property {ClockFace} face
 * @property {string} primary what the press does
 * @property {string} primaryAction its command, or in the last phase the question before the end
 * @property {string | null} back the phase before, or null in the first
 * @property {string} backLabel
 * @property {string} pauseLabel
 * @property {string} title
 */

import { mark, part, parts, show, within, write } from "../../components/parts.js";
import { remainingAt, spentAt, stepAt, timerState } from "../../core/timer.js";
import { clockText, MINUTE, t, tn } from "../../core/words.js";
import { bookedLine, creditLine, endLine, returnLine, tooShortText } from "../times.js";
import { quorumText } from "./people.js";

const BAR = 1000;

/**
 * Draws the middle of the console in place: phase, clock, bar, the two moments, the button that
 * moves the group and the row beneath it.
 */
export class CurrentPhasePanel {
  #root;
  #part;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#root = part("now", page);
    this.#part = within(this.#root);
  }

  /**
   * Draws the middle of the console.
   *
   * @param {ConsoleState} state
   */
  draw(state) {
    const { snapshot, now } = state;
    const view = currentPhaseView(snapshot, now, state);
    show(this.#root, state.previewing === null);
    write(this.#part("phase-name"), view.phase);
    this.#drawClock(view.face, state);
    this.#drawTimes(state);
    this.#drawMoves(view, state);
    return view;
  }

  /**
   * @param {ClockFace} face
   * @param {ConsoleState} state
   */
  #drawClock(face, state) {
    const offline = state.link.state === "reconnecting" && !state.showsCopy;
    mark(this.#part("timer"), "data-timer", face.state);
    mark(this.#part("timer"), "data-offline", offline ? "true" : null);
    write(this.#part("clock"), face.digits);
    write(this.#part("clock-word"), shownWord(face.word, offline, state.showsCopy));
    const bar = this.#root.querySelector('[data-part="bar"]');
    if (bar) mark(bar, "width", String(Math.round(face.filled * BAR)));
  }

  /** @param {ConsoleState} state */
  #drawTimes({ snapshot, now, presence, credit, showsCopy }) {
    const back = returnLine(snapshot, now);
    mark(this.#part("return-line"), "data-pressing", back?.pressing ? "true" : null);
    this.#drawTimed("return-line", back);
    const end = endLine(snapshot, now);
    this.#drawTimed("end-line", showsCopy ? null : end);
    this.#drawTimed("booked-line", end === null ? bookedLine(snapshot) : null);
    this.#drawTimed("credit-line", creditLine(snapshot, credit, now));
    const short = tooShortText(snapshot, credit);
    show(this.#part("credit-short"), short !== "");
    write(this.#part("credit-short"), short);
    show(this.#part("quorum-line"), end === null);
    write(this.#part("quorum-line"), quorumText(presence));
  }

  /**
   * @param {string} name
   * @param {import("../times.js").Timed | null} line
   */
  #drawTimed(name, line) {
    const element = this.#part(name);
    show(element, line !== null);
    if (!line) return;
    const texts = [line.before, line.time, line.after];
    [...element.children].forEach((child, index) => write(child, texts[index] ?? ""));
  }

  /**
   * @param {CurrentPhaseView} view
   * @param {ConsoleState} state
   */
  #drawMoves(view, { snapshot, link, showsCopy, question }) {
    const running = snapshot.position !== null;
    const connected = link.state !== "reconnecting";
    const works = connected || showsCopy;
    const next = this.#part("next");
    show(next, question === null);
    mark(next, "data-action", view.primaryAction);
    mark(next, "data-here-only", showsCopy ? "true" : null);
    mark(
      next,
      "aria-disabled",
      connected || (showsCopy && view.primaryAction === "phase.next") ? null : "true",
    );
    write(this.#part("next-label"), view.primary);
    show(this.#part("controls"), running);
    this.#drawPause(view.face.state === "paused", view.pauseLabel);
    mark(this.#part("back"), "aria-disabled", works && view.back !== null ? null : "true");
    write(this.#part("back-label"), view.backLabel);
  }

  /**
   * @param {boolean} paused
   * @param {string} label
   */
  #drawPause(paused, label) {
    mark(this.#part("pause"), "data-action", paused ? "timer.resume" : "timer.pause");
    write(this.#part("pause-label"), label);
  }
}

/**
 * Draws the guidance for the leaders; while they show the reminder, its text, because one of them is reading it aloud.
 */
export class GuidePanel {
  #root;
  #part;
  #gathering;

  /**
   * @param {ParentNode} page
   * @param {string} gathering what leaders read before the session starts
   */
  constructor(page, gathering) {
    this.#root = part("guide", page);
    this.#part = within(this.#root);
    this.#gathering = gathering;
  }

  /** @param {ConsoleState} state */
  draw({ snapshot }) {
    const { position, reminder } = snapshot;
    write(this.#part("guidance"), position === null ? this.#gathering : snapshot.guidance);
    for (const line of parts("next-date", this.#root)) show(line, stepAt(snapshot)?.phase === "closing");
    show(this.#part("guide-acts"), (position === null || position === 1) && !reminder.showing);
    show(this.#part("reminder-text"), reminder.showing);
    show(this.#part("checklist"), position === null);
  }
}

/**
 * What stands in the middle of the console.
 *
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {{pausedSince: number | null, coarse: boolean, showsCopy?: boolean}} own `coarse`: this leader prefers whole
 *   minutes; `showsCopy`: what is shown is a copy of this page's own
 * @returns {CurrentPhaseView}
 */
export function currentPhaseView(snapshot, now, own) {
  const face = clockFace(snapshot, now, own);
  const phase = phaseName(snapshot);
  const previous = stepAt(snapshot, -1)?.name ?? null;
  return {
    phase,
    face,
    ...primaryView(snapshot, own.showsCopy),
    back: previous,
    backLabel: previous === null ? t("Back") : t("Back to: {phase}", { phase: previous }),
    pauseLabel: face.state === "paused" ? t("Resume") : t("Pause"),
    title: titleText(snapshot, phase, now),
  };
}

/**
 * The name of what the group does now, the gathering and the end included.
 *
 * @param {Snapshot} snapshot
 */
export function phaseName(snapshot) {
  if (snapshot.meeting.status === "closed") return t("Session ended");
  return stepAt(snapshot)?.name ?? t("Gathering");
}

/**
 * How the clock stands: digits, word and form.
 *
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
 * @param {string} word
 * @param {boolean} offline
 * @param {boolean} showsCopy
 */
function shownWord(word, offline, showsCopy) {
  if (offline) return t("not connected");
  return showsCopy ? t("{word}, here only", { word }) : word;
}

/**
 * @param {Snapshot} snapshot
 * @param {boolean} [hereOnly]
 */
function primaryView(snapshot, hereOnly = false) {
  if (snapshot.position === null) return { primary: t("Start session"), primaryAction: "meeting.open" };
  const phase = stepAt(snapshot, 1)?.name;
  if (phase === undefined) return { primary: t("End session…"), primaryAction: "page.end" };
  const primary = hereOnly ? t("Here only: go to {phase}", { phase }) : t("Go to: {phase}", { phase });
  return { primary, primaryAction: "phase.next" };
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
