/**
 * Wakes the page for its next visible change and not before: at the next second where seconds are shown, every
 * few seconds where words depend on the time, never where nothing does. The drawing reads the clock anew, so
 * a late wake-up in a hidden tab costs nothing but its lateness.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 */

import { remainingAt } from "../core/countdown.js";

const SECOND = 1_000;
const WORDS_EVERY = 5 * SECOND;
/** Just past the edge, so that a timer a little early does not draw the old figure again. */
const PAST_THE_EDGE = 5;

export class Ticker {
  #timer = 0;
  #wake;

  /** @param {() => void} wake */
  constructor(wake) {
    this.#wake = wake;
  }

  /** @param {number | null} delay ms; null for "nothing will change by itself" */
  next(delay) {
    clearTimeout(this.#timer);
    if (delay !== null) this.#timer = window.setTimeout(this.#wake, delay);
  }
}

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {boolean} connected
 * @returns {number | null}
 */
export function untilNextChange(snapshot, now, connected) {
  if (!connected || snapshot.position === null) return WORDS_EVERY;
  if (!snapshot.clock || snapshot.clock.runningSince === null) return null;
  if (snapshot.participantClock === "minutes") return WORDS_EVERY;
  const left = remainingAt(snapshot.clock, now);
  if (left <= 0) return null;
  return (left % SECOND) + PAST_THE_EDGE;
}
