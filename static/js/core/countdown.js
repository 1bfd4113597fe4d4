/**
 * Timer arithmetic over stored facts: length, spent, running since. Pure; `now` is always passed in and is
 * the server's. Nobody counts ticks: a page that slept for an hour is right again at its first redraw.
 *
 * @typedef {import("./types.js").Clock} Clock
 * @typedef {import("./types.js").Snapshot} Snapshot
 * @typedef {import("./types.js").Step} Step
 * @typedef {"not_started" | "running" | "wrap_up" | "over" | "paused"} TimerState
 */

const LONGEST_WRAP_UP = 120_000;

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {TimerState}
 */
export function timerState(snapshot, now) {
  const { clock, position } = snapshot;
  if (position === null || !clock) return "not_started";
  if (clock.runningSince === null) return "paused";
  const left = remainingAt(clock, now);
  if (left <= 0) return "over";
  return left <= wrapUpAt(clock) ? "wrap_up" : "running";
}

/**
 * When the session would end if nobody changed anything: now, what is left of this step, the steps after it.
 * Null while no step is current or where this viewer is not sent any lengths.
 *
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {number | null}
 */
export function projectedEnd(snapshot, now) {
  const { clock, position, steps } = snapshot;
  if (position === null || !clock) return null;
  const later = steps.filter((step) => step.position > position);
  const afterThis = later.reduce((total, step) => total + leftOf(step), 0);
  return now + Math.max(0, remainingAt(clock, now)) + afterThis;
}

/**
 * The server's figure: only it knows which steps bring the presenter back.
 *
 * @param {Snapshot} snapshot
 * @returns {number | null}
 */
export function latestReturn(snapshot) {
  return snapshot.latestReturnAt ?? null;
}

/**
 * @param {Clock} clock
 * @param {number} now
 * @returns {import("./types.js").Band} thirds of the length as adjusted
 */
export function bandAt(clock, now) {
  const spent = spentAt(clock, now);
  if (3 * spent < clock.length) return "early";
  return 3 * spent < 2 * clock.length ? "middle" : "late";
}

/**
 * @param {Clock} clock
 * @param {number} now
 * @returns {number} ms left; negative when over
 */
export function remainingAt(clock, now) {
  return clock.length - spentAt(clock, now);
}

/**
 * @param {Clock} clock
 * @param {number} now
 * @returns {number} ms used; a `now` that lags behind the start counts as the start
 */
export function spentAt(clock, now) {
  if (clock.runningSince === null) return clock.spent;
  return clock.spent + Math.max(0, now - clock.runningSince);
}

/**
 * @param {Clock} clock
 * @returns {number} ms before the end at which wrapping up begins
 */
export function wrapUpAt(clock) {
  return Math.min(LONGEST_WRAP_UP, clock.length / 5);
}

/** @param {Step} step */
function leftOf(step) {
  return Math.max(0, (step.length ?? 0) - (step.spent ?? 0));
}
