/**
 * How long to wait before the next try. The first two minutes stay within four seconds, so that a restarted
 * server has everybody back before they wonder; after that the waits double to half a minute. Jitter keeps a
 * whole group from coming back in one instant. The tries are never capped.
 */

const SHORTEST = 500;
const LONGEST_AT_FIRST = 4_000;
const FIRST_TRIES = 40;
const LONGEST = 30_000;

export class Backoff {
  #tries = 0;
  #random;

  /** @param {() => number} random from 0 to 1 */
  constructor(random) {
    this.#random = random;
  }

  /** @returns {number} ms, between half and all of the step */
  next() {
    const step = stepOf(this.#tries);
    this.#tries += 1;
    return step * (0.5 + this.#random() / 2);
  }

  reset() {
    this.#tries = 0;
  }
}

/** @param {number} tries */
function stepOf(tries) {
  if (tries < FIRST_TRIES) return Math.min(LONGEST_AT_FIRST, SHORTEST * 2 ** tries);
  return Math.min(LONGEST, LONGEST_AT_FIRST * 2 ** (tries - FIRST_TRIES + 1));
}
