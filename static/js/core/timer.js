/**
 * Timer arithmetic over stored facts: length, spent, running since. Pure; `now` is always passed in and is
 * the server's. Nobody counts ticks: a page that slept for an hour is right again at its first redraw.
 * All lengths and moments are in ms.
 *
 * @typedef {import("./types.js").Clock} Clock
 * @typedef {import("./types.js").Snapshot} Snapshot
 * @typedef {import("./types.js").Step} Step
 * @typedef {"not_started" | "running" | "wrap_up" | "over" | "paused"} TimerState
 */

const LONGEST_WRAP_UP = 120_000;

/**
 * How the current step stands.
 *
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {TimerState} "not_started" also where this viewer is not sent a clock
 */
export function timerState(snapshot, now) {
  const { clock, position } = snapshot;
  if (position === null || !clock) return "not_started";
  if (clock.runningSince === null) return "paused";
  const left = remainingAt(clock, now);
  if (left <= 0) return "over";
  return left <= wrapUpOf(clock) ? "wrap_up" : "running";
}

/**
 * When the session would end if nobody changed anything: now, what is left of this step, the steps after it.
 *
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {number | null} null while no step is current or where this viewer is not sent any lengths
 */
export function projectedEnd(snapshot, now) {
  const { clock, position, steps } = snapshot;
  if (position === null || !clock) return null;
  const toCome = steps.filter((step) => step.position >= position);
  return toCome.reduce((end, step) => end + leftIn(snapshot, step, now), now);
}

/**
 * A step of the plan, counted from the current one.
 *
 * @param {Snapshot} snapshot
 * @param {number} [offset] 0 the current step, 1 the one after it, -1 the one before
 * @returns {Step | undefined} undefined where there is none
 */
export function stepAt(snapshot, offset = 0) {
  const { position, steps } = snapshot;
  return position === null ? undefined : steps.find((step) => step.position === position + offset);
}

/**
 * How much a step has used so far.
 *
 * @param {Snapshot} snapshot
 * @param {Step} step
 * @param {number} now
 * @returns {number}
 */
export function spentIn({ position, clock }, step, now) {
  return step.position === position && clock ? spentAt(clock, now) : (step.spent ?? 0);
}

/**
 * How long a step is to be, as adjusted.
 *
 * @param {Snapshot} snapshot
 * @param {Step} step
 * @returns {number}
 */
export function lengthOf({ position, clock }, step) {
  return step.position === position && clock ? clock.length : (step.length ?? 0);
}

/**
 * What a step has left.
 *
 * @param {Snapshot} snapshot
 * @param {Step} step
 * @param {number} now
 * @returns {number} 0 when it is over
 */
export function leftIn(snapshot, step, now) {
  return Math.max(0, lengthOf(snapshot, step) - spentIn(snapshot, step, now));
}

/**
 * What a clock has left.
 *
 * @param {Clock} clock
 * @param {number} now
 * @returns {number} negative when over
 */
export function remainingAt(clock, now) {
  return clock.length - spentAt(clock, now);
}

/**
 * What a clock has used.
 *
 * @param {Clock} clock
 * @param {number} now a moment before the start, from a page that lags behind, counts as the start
 * @returns {number}
 */
export function spentAt(clock, now) {
  if (clock.runningSince === null) return clock.spent;
  return clock.spent + Math.max(0, now - clock.runningSince);
}

/**
 * @param {Clock} clock
 * @returns {number} how long before the end wrapping up begins
 */
function wrapUpOf(clock) {
  return Math.min(LONGEST_WRAP_UP, clock.length / 5);
}
