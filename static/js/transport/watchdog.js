/**
 * Notices a silent connection. A dead socket can look open after sleep or behind a proxy, so what counts is
 * the last message heard. Messages are handled at once even in hidden tabs; only the looking is throttled
 * there, and a late look at a recent message raises no alarm.
 *
 * @typedef {import("./world.js").World} World
 */

const LOOK_EVERY = 1_000;

export class Watchdog {
  #limit;
  #world;
  #heardAt;
  #messages = 0;
  /** @type {() => void} */
  #stop = () => {};

  /**
   * @param {{limit: () => number, silent: () => void, world: World}} parts `limit` in ms
   */
  constructor({ limit, silent, world }) {
    this.#limit = limit;
    this.#world = world;
    this.#heardAt = world.now();
    this.#stop = world.every(LOOK_EVERY, () => {
      if (this.isSilent()) silent();
    });
  }

  /** A moment of this device's wall clock. */
  get heardAt() {
    return this.#heardAt;
  }

  /** How many were heard so far. */
  get messages() {
    return this.#messages;
  }

  heard() {
    this.#messages += 1;
    this.#heardAt = this.#world.now();
  }

  /** Silent for longer than allowed; a wall clock that was set back counts as silence too. */
  isSilent() {
    return Math.abs(this.#world.now() - this.#heardAt) > this.#limit();
  }

  stop() {
    this.#stop();
  }
}
