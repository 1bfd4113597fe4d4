/**
 * Ana and Ben lead; Miriam, Tom and Chidi take part, Rosa listens from the outer circle. The session is
 * booked from 19:00 to 20:00 in the default plan, and times are told in minutes and seconds from 19:00.
 *
 * @typedef {import("../../../static/js/core/types.js").Snapshot} Snapshot
 * @typedef {import("../../../static/js/core/types.js").Presence} Presence
 * @typedef {import("../../../static/js/core/types.js").Person} Person
 * @typedef {import("../../../static/js/core/types.js").LastMove} LastMove
 */

import { Plan } from "../../../static/js/console/panels/phases.js";

process.env.TZ = "UTC";

export const MINUTE = 60_000;
export const START = Date.UTC(2026, 10, 24, 19, 0, 0);

/** @type {Record<string, [string, import("../../../static/js/core/types.js").PresenterState]>} */
const PHASES = {
  opening: ["Opening and agreement", "none"],
  case_call: ["Who has a case?", "none"],
  presentation: ["Presentation", "presenting"],
  clarifying: ["Clarifying questions", "answering"],
  pushback: ["Presenter sits back", "moving_back"],
  discussion: ["Group discussion", "back"],
  return: ["Presenter returns", "returned"],
  outer_reflections: ["Reflections from the outer circle", "back"],
  step_out: ["Close the case", "none"],
  closing: ["Closing", "in_circle"],
};

/** @type {[string, number][]} */
export const ABS60 = [
  ["opening", 3],
  ["case_call", 3],
  ["presentation", 7],
  ["clarifying", 5],
  ["pushback", 1],
  ["discussion", 30],
  ["return", 7],
  ["closing", 4],
];

/** @type {[string, number][]} */
const CASE = [
  ["case_call", 2],
  ["presentation", 6],
  ["clarifying", 4],
  ["pushback", 1],
  ["discussion", 22],
  ["return", 5],
];

/** @type {[string, number][]} */
export const TWO90 = [["opening", 4], ...CASE, ["step_out", 2], ...CASE, ["closing", 4]];

/**
 * @param {number} minutes
 * @param {number} [seconds]
 */
export function at(minutes, seconds = 0) {
  return START + minutes * MINUTE + seconds * 1000;
}

/** @param {[string, number][]} [steps] */
export function planOf(steps = ABS60) {
  return new Plan(
    steps.map(([phase, minutes], index) => ({
      position: index + 1,
      name: PHASES[phase]?.[0] ?? phase,
      leaders: `Leaders in ${phase}`,
      participants: "",
      observers: "",
      presenter: "",
      presenter_state: PHASES[phase]?.[1] ?? "none",
      planned: minutes * MINUTE,
    })),
  );
}

/**
 * Everything before `position` was left after exactly its minutes; the current step began at `entered`.
 *
 * @param {number} position
 * @param {number} entered a moment
 * @param {{steps?: [string, number][]} & Omit<Partial<Snapshot>, "steps">} [changes]
 * @returns {Snapshot}
 */
export function running(position, entered, { steps = ABS60, ...changes } = {}) {
  const plan = planOf(steps);
  const total = steps.reduce((sum, [, minutes]) => sum + minutes, 0);
  return {
    ...gathering(steps),
    revision: 10 + position,
    meeting: { ...gathering(steps).meeting, status: "running", openedAt: START, scheduledEnd: at(total) },
    steps: steps.map(([phase, minutes], index) => ({
      position: index + 1,
      phase,
      name: PHASES[phase]?.[0] ?? phase,
      length: minutes * MINUTE,
      spent: index + 1 < position ? minutes * MINUTE : 0,
    })),
    position,
    clock: { length: (steps[position - 1]?.[1] ?? 0) * MINUTE, spent: 0, runningSince: entered },
    presenterState: plan.presenterState(position),
    ...changes,
  };
}

/**
 * @param {[string, number][]} [steps]
 * @returns {Snapshot}
 */
export function gathering(steps = ABS60) {
  const total = steps.reduce((sum, [, minutes]) => sum + minutes, 0);
  return {
    revision: 0,
    serverNow: at(-5),
    role: "leader",
    meeting: {
      id: "m1",
      title: "Session 3",
      status: "gathering",
      scheduledStart: START,
      scheduledEnd: at(total),
      openedAt: null,
      closedAt: null,
    },
    steps: steps.map(([phase, minutes], index) => ({
      position: index + 1,
      phase,
      name: PHASES[phase]?.[0] ?? phase,
      length: minutes * MINUTE,
      spent: 0,
    })),
    position: null,
    guidance: "",
    presenterState: "none",
    youPresent: false,
    participantClock: "soft",
    reminder: { version: "1", showing: false },
    presenter: null,
    lastMove: null,
    latestReturnAt: null,
    projectedEndAt: null,
  };
}

/**
 * @param {string} by
 * @param {string} type
 * @param {number} moment
 * @returns {LastMove}
 */
export function move(by, type, moment) {
  return { by, type, at: moment, undoUntil: moment + 10_000 };
}

/**
 * @param {Record<string, Partial<Person>>} [changes] by id
 * @param {number} [quorum]
 * @returns {Presence}
 */
export function presence(changes = {}, quorum = 4) {
  const people = [
    person("ana", "Ana", { role: "leader" }),
    person("ben", "Ben", { role: "leader" }),
    person("chidi", "Chidi Eze"),
    person("miriam", "Miriam Adler"),
    person("rosa", "Rosa Marin", { role: "observer" }),
    person("tom", "Tom Baker"),
  ].map((one) => ({ ...one, ...changes[one.id] }));
  return {
    people,
    here: people.filter((one) => one.role !== "leader" && one.state === "here").length,
    quorum,
  };
}

/**
 * @param {string} id
 * @param {string} name
 * @param {Partial<Person>} [changes]
 * @returns {Person}
 */
function person(id, name, changes = {}) {
  return { id, name, role: "registrant", state: "here", acknowledged: true, presenter: false, ...changes };
}
