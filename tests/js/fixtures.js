/**
 * A session of the shape abs60 as participants' pages are sent it: Miriam's, on a Tuesday evening.
 *
 * @typedef {import("../../static/js/core/types.js").Snapshot} Snapshot
 * @typedef {import("../../static/js/core/types.js").PresenterState} PresenterState
 */

export const MINUTE = 60_000;
export const START = 1_772_730_000_000;

/** @type {[string, string, number, PresenterState][]} */
const ABS60 = [
  ["opening", "Opening and agreement", 3, "none"],
  ["case_call", "Who has a case?", 3, "none"],
  ["presentation", "Presentation", 7, "presenting"],
  ["clarifying", "Clarifying questions", 5, "answering"],
  ["pushback", "Presenter sits back", 1, "moving_back"],
  ["discussion", "Group discussion", 30, "back"],
  ["return", "Presenter returns", 7, "returned"],
  ["closing", "Closing", 4, "in_circle"],
];

export const QUIET = new Set([1, 2, 5, 8]);

/** @returns {Snapshot} as under a soft clock, nothing in it to count from */
export function gathering() {
  return {
    revision: 0,
    serverNow: START,
    role: "registrant",
    meeting: {
      id: "m1",
      title: "Tuesday evening group",
      status: "gathering",
      scheduledStart: START,
      scheduledEnd: START + 60 * MINUTE,
      openedAt: null,
      closedAt: null,
    },
    steps: ABS60.map(([phase, name], index) => ({ position: index + 1, phase, name })),
    position: null,
    guidance: "Settle in.",
    presenterState: "none",
    youPresent: false,
    participantClock: "soft",
    reminder: { version: "1", showing: false },
  };
}

/**
 * @param {number} position
 * @param {Partial<Snapshot>} [changes]
 * @returns {Snapshot}
 */
export function running(position, changes = {}) {
  const waiting = gathering();
  return {
    ...waiting,
    revision: position,
    meeting: { ...waiting.meeting, status: "running", openedAt: START },
    position,
    guidance: "Let silences stand.",
    presenterState: ABS60[position - 1][3],
    band: "early",
    ...changes,
  };
}

/**
 * @param {number} position
 * @param {number} spent ms
 * @param {Partial<Snapshot>} [changes]
 * @returns {Snapshot} with the figures that minutes and seconds are sent, running since START
 */
export function withFigures(position, spent, changes = {}) {
  const { band: _band, ...snapshot } = running(position);
  return {
    ...snapshot,
    steps: snapshot.steps.map((step, index) => ({ ...step, length: ABS60[index][2] * MINUTE, spent: 0 })),
    clock: { length: ABS60[position - 1][2] * MINUTE, spent, runningSince: START },
    participantClock: "seconds",
    ...changes,
  };
}
