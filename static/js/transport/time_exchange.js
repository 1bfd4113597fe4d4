/**
 * Asks the server for its now: eight times in a row after connecting, waking and coming online, then once
 * every half minute. The answers go to the ServerClock, which believes the quickest.
 *
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Cancel} Cancel
 * @typedef {import("../core/server_clock.js").ServerClock} ServerClock
 */

const BURST = 8;
const BURST_EVERY = 125;
const STEADY_EVERY = 30_000;
const BURSTS_APART = 10_000;

export class TimeExchange {
  /** @type {Cancel[]} */
  #pending = [];
  #burstAt = -Infinity;
  #clock;
  #world;

  /**
   * @param {ServerClock} clock
   * @param {World} world
   */
  constructor(clock, world) {
    this.#clock = clock;
    this.#world = world;
  }

  /** @param {(answered: (serverNow: number) => void) => void} ask over the connection that has just opened */
  start(ask) {
    this.stop();
    this.#ask = ask;
    this.#burstAt = -Infinity;
    this.burst();
    this.#pending.push(this.#world.every(STEADY_EVERY, () => this.#exchange()));
  }

  /** A page beside Zoom becomes visible all the time: one burst in ten seconds is enough. */
  burst() {
    if (!this.#ask || this.#world.now() - this.#burstAt < BURSTS_APART) return;
    this.#burstAt = this.#world.now();
    this.#exchange();
    for (let nth = 1; nth < BURST; nth += 1) {
      this.#pending.push(this.#world.after(nth * BURST_EVERY, () => this.#exchange()));
    }
  }

  stop() {
    for (const cancel of this.#pending) cancel();
    this.#pending = [];
    this.#ask = null;
  }

  /** @type {((answered: (serverNow: number) => void) => void) | null} */
  #ask = null;

  #exchange() {
    const sentAt = this.#clock.localNow();
    this.#ask?.((serverNow) => this.#clock.sample(sentAt, serverNow, this.#clock.localNow()));
  }
}
