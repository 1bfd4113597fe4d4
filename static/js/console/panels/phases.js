/**
 * The phases: the session plan as the console asks about it, its list, and a look at a phase without moving anyone.
 *
 * @typedef {import("../console_model.js").ConsoleState} ConsoleState
 * @typedef {import("../../core/types.js").Snapshot} Snapshot
 * @typedef {import("../../core/types.js").Step} Step
 * @typedef {import("../../core/types.js").PresenterState} PresenterState
 *
 * @typedef {object} PhaseRow
 * @property {number} position
 * @property {"done" | "now" | "next"} mark
 * @property {string} minutes
 * @property {string} unit of these, spoken only
 * @property {string} begins "" for what is done or running
 *
 * @typedef {object} PhaseText what a step says, as rendered into the page
 * @property {number} position
 * @property {string} name
 * @property {string} leaders
 * @property {string} participants
 * @property {string} observers
 * @property {string} presenter
 * @property {PresenterState} presenter_state
 * @property {number} planned ms, before anybody changed it
 */

import { mark, part, parts, show, within, write } from "../../components/parts.js";
import { leftIn, spentIn, stepAt } from "../../core/timer.js";
import { clockText, t, timeOfDay } from "../../core/words.js";
import { lengthText } from "../spread.js";
import { clockFace, phaseName } from "./current_phase.js";

/**
 * Draws the plan in place: the server drew one row a step, and a plan never grows while a session runs.
 */
export class PhasesPanel {
  #root;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#root = part("phases", page);
  }

  /** @param {ConsoleState} state */
  draw({ snapshot, now, previewing }) {
    for (const row of phaseRows(snapshot, now)) {
      const element = this.#root.querySelector(`.plan-step[data-position="${row.position}"]`);
      if (!element) continue;
      mark(element, "data-mark", row.mark);
      mark(element, "data-looked-at", row.position === previewing ? "true" : null);
      mark(element, "aria-current", row.mark === "now" ? "step" : null);
      write(part("plan-words", element), row.unit === "" ? "" : markWords(row.mark));
      write(part("plan-begins", element), row.begins);
      write(part("plan-minutes", element), row.minutes);
      write(part("plan-unit", element), row.unit);
    }
    show(part("end-session", this.#root), stepAt(snapshot, 1) !== undefined);
  }

  /**
   * @param {number} position
   */
  focusOn(position) {
    const button = this.#root.querySelector(`.plan-look[data-position="${position}"]`);
    if (button instanceof HTMLElement) button.focus();
  }
}

/**
 * Draws the look at a phase, which moves nobody. The banner says where the group is and keeps its clock in view;
 * moving everyone is a button of its own, and no key reaches it.
 */
export class PreviewPanel {
  #root;
  #part;
  #main;
  /** @type {number | null} */
  #shown = null;

  /**
   * @param {ParentNode} page
   */
  constructor(page) {
    this.#root = part("preview", page);
    this.#part = within(this.#root);
    this.#main = part("console", page);
  }

  /** @param {ConsoleState} state */
  draw(state) {
    const { previewing, snapshot } = state;
    show(this.#root, previewing !== null);
    mark(this.#main, "data-previewing", previewing === null ? null : "true");
    const opened = previewing !== null && previewing !== this.#shown;
    this.#shown = previewing;
    if (previewing === null) return;
    this.#drawBanner(state);
    this.#drawTexts(state, previewing);
    const elsewhere = snapshot.position !== null && snapshot.position !== previewing;
    show(this.#part("move-everyone"), elsewhere);
    mark(this.#part("move-everyone"), "data-position", String(previewing));
    if (opened) this.#part("preview-name").focus();
  }

  /** @param {ConsoleState} state */
  #drawBanner(state) {
    const { snapshot, now } = state;
    const face = clockFace(snapshot, now, state);
    write(this.#part("preview-banner"), t("The group is in {phase}.", { phase: phaseName(snapshot) }));
    write(this.#part("preview-clock"), face.state === "not_started" ? "" : face.digits);
  }

  /**
   * @param {ConsoleState} state
   * @param {number} position
   */
  #drawTexts({ plan }, position) {
    const text = plan.text(position);
    write(this.#part("preview-name"), text?.name ?? "");
    write(this.#part("preview-leaders"), text?.leaders ?? "");
    write(this.#part("preview-participants"), text?.participants ?? "");
    for (const words of parts("preview-observers", this.#root)) write(words, text?.observers ?? "");
    write(this.#part("preview-presenter"), text?.presenter ?? "");
    show(this.#part("preview-presenter-block"), Boolean(text?.presenter));
  }
}

/**
 * The plan as a list: what is done with the time it used, what is now, what comes with its minutes and the
 * moment it would begin. Moments are projections; they shift with the plan and accuse nobody.
 *
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {PhaseRow[]}
 */
export function phaseRows(snapshot, now) {
  let begins = snapshot.position === null ? Math.max(now, snapshot.meeting.scheduledStart) : now;
  return snapshot.steps.map((step) => {
    const mark = markOf(snapshot, step);
    const skipped = mark === "done" && spentIn(snapshot, step, now) === 0;
    const row = {
      position: step.position,
      mark,
      minutes: skipped ? t("skipped") : rowMinutes(snapshot, step, mark, now),
      unit: skipped ? "" : t("minutes"),
      begins: "",
    };
    if (mark === "next") row.begins = timeOfDay(begins);
    if (mark !== "done") begins += leftIn(snapshot, step, now);
    return row;
  });
}

/**
 * Answers what the console asks about the session plan: what comes next, what came before, what a step makes of the
 * presenter. A step is its position, never its phase: one phase may stand at several positions.
 *
 * The step list on the wire carries no presenter states and no planned lengths; the server renders both into
 * the page once, since a plan does not change while the session runs.
 */
export class Plan {
  /** @type {Map<number, PhaseText>} */
  #texts;

  /** @param {PhaseText[]} texts */
  constructor(texts) {
    this.#texts = new Map(texts.map((text) => [text.position, text]));
  }

  /**
   * @param {number} position
   * @returns {PhaseText | undefined}
   */
  text(position) {
    return this.#texts.get(position);
  }

  /**
   * @param {number | null} position
   * @returns {PresenterState}
   */
  presenterState(position) {
    return (position === null ? undefined : this.#texts.get(position)?.presenter_state) ?? "none";
  }

  /**
   * @param {Step} step
   * @returns {number} ms
   */
  planned(step) {
    return this.#texts.get(step.position)?.planned ?? step.length ?? 0;
  }

  /**
   * @param {number} after a position
   * @returns {number | null} the next position in which the presenter has returned
   */
  nextReturn(after) {
    const later = [...this.#texts.keys()].filter((position) => position > after).sort((a, b) => a - b);
    return later.find((position) => this.presenterState(position) === "returned") ?? null;
  }
}

/**
 * Whether the presenter is sitting back or about to.
 *
 * @param {PresenterState} state
 * @returns {boolean} out of view on Zoom, where nobody would see the presenter drop
 */
export function outOfView(state) {
  return state === "moving_back" || state === "back";
}

/**
 * Where a button beside the signals or the presenter leads: to the return, unless the primary button leads there anyway.
 *
 * @param {Snapshot} snapshot
 * @param {Plan} plan
 * @returns {number | null} a position
 */
export function returnFurtherOn({ position, presenterState }, plan) {
  if (position === null || !outOfView(presenterState)) return null;
  const back = plan.nextReturn(position);
  return back === position + 1 ? null : back;
}

/**
 * What a button says that moves everybody to the presenter's return.
 *
 * @param {Plan} plan
 * @param {number | null} position
 * @returns {string} "" where there is none
 */
export function goToText(plan, position) {
  const phase = position === null ? undefined : plan.text(position)?.name;
  return phase === undefined ? "" : t("Go to: {phase}", { phase });
}

/** @param {PhaseRow["mark"]} mark */
function markWords(mark) {
  return { done: t("done, took"), now: t("now"), next: t("to come") }[mark];
}

/**
 * @param {Snapshot} snapshot
 * @param {Step} step
 * @returns {PhaseRow["mark"]}
 */
function markOf({ position }, step) {
  if (position === null || step.position > position) return "next";
  return step.position === position ? "now" : "done";
}

/**
 * @param {Snapshot} snapshot
 * @param {Step} step
 * @param {PhaseRow["mark"]} mark
 * @param {number} now
 */
function rowMinutes(snapshot, step, mark, now) {
  return mark === "done" ? clockText(spentIn(snapshot, step, now)) : lengthText(step.length ?? 0);
}
