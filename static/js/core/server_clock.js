/**
 * The server's "now", kept as an offset from this device's steady clock.
 *
 * Every exchange bounds the offset from both sides, since no message arrives before it is sent; of the last ten
 * minutes the quickest way there and the quickest way back are believed, and the middle between them is the
 * estimate. Believing the one exchange with the quickest round trip instead was rejected: on a jittery line of
 * 108 ms it errs twice as far, because both its ways must happen to be quick. The first estimate holds at
 * once; later small differences are slewed, so no digit hops; a clock that runs ahead a little stands still
 * rather than going back, so a remaining time never jumps up. The device's wall clock is never believed, it may
 * be an hour wrong: it is compared with the steady one only to notice sleep, in which some devices stop the
 * steady clock.
 *
 * @typedef {object} LocalClock
 * @property {() => number} now ms, steady
 * @property {() => number} [wall] ms, may jump
 *
 * @typedef {object} Exchange two bounds of the offset
 * @property {number} least
 * @property {number} most
 * @property {number} at
 */

const REMEMBERED = 600_000;
const SLEWED_BELOW = 250;
const SLEW_RATE = 0.05;
const HELD_BELOW = 2_000;
const SLEPT_ABOVE = 1_000;

/** @type {LocalClock} */
const deviceClock = {
  now: () => performance.timeOrigin + performance.now(),
  wall: () => Date.now(),
};

/** Tells the server's now. */
export class ServerClock {
  /** @type {Exchange[]} */
  #exchanges = [];
  #offset = 0;
  #target = 0;
  #slewedAt = 0;
  #shown = -Infinity;
  #estimated = false;
  #exchanged = false;
  #drift;
  #local;

  /** @param {LocalClock} [local] */
  constructor(local = deviceClock) {
    this.#local = local;
    this.#drift = this.#wallDrift();
  }

  /** This device's steady clock, for `sentAt` and `receivedAt`. */
  localNow() {
    return this.#local.now();
  }

  /** @returns {number} the server's now, in ms */
  now() {
    this.#noticeSleep();
    const local = this.#local.now();
    this.#slew(local);
    this.#shown = withoutSmallReturn(this.#shown, local + this.#offset);
    return this.#shown;
  }

  /** @returns {number} ms either way; Infinity before the first exchange */
  get uncertainty() {
    const { least, most } = this.#bounds();
    return (most - least) / 2;
  }

  /**
   * One question and answer. `sentAt` and `receivedAt` are this device's, `serverNow` the server's.
   *
   * @param {number} sentAt
   * @param {number} serverNow
   * @param {number} receivedAt
   */
  sample(sentAt, serverNow, receivedAt) {
    this.#noticeSleep();
    if (receivedAt < sentAt) return;
    this.#remember({ least: serverNow - receivedAt, most: serverNow - sentAt, at: receivedAt });
    const { least, most } = this.#bounds();
    this.#aimAt((least + most) / 2);
  }

  /**
   * A message that carried the server's now: it is at least that late. Good enough to start with and, after
   * sleep, to catch up with before the next exchange.
   *
   * @param {number} serverNow
   */
  atLeast(serverNow) {
    if (this.#estimated && this.now() + SLEWED_BELOW >= serverNow) return;
    this.#step(serverNow - this.#local.now());
  }

  /**
   * Bounds that contradict each other tell of a clock that was set: then only the newest exchange counts.
   *
   * @param {Exchange} exchange
   */
  #remember(exchange) {
    this.#exchanges = this.#exchanges.filter((each) => exchange.at - each.at <= REMEMBERED);
    this.#exchanges.push(exchange);
    const { least, most } = this.#bounds();
    if (least > most) this.#exchanges = [exchange];
  }

  #bounds() {
    return {
      least: Math.max(...this.#exchanges.map((exchange) => exchange.least)),
      most: Math.min(...this.#exchanges.map((exchange) => exchange.most)),
    };
  }

  /** @param {number} offset */
  #aimAt(offset) {
    this.#slew(this.#local.now());
    if (!this.#exchanged || Math.abs(offset - this.#offset) >= SLEWED_BELOW) this.#step(offset);
    else this.#target = offset;
    this.#exchanged = true;
  }

  /** @param {number} offset */
  #step(offset) {
    this.#estimated = true;
    this.#offset = offset;
    this.#target = offset;
    this.#slewedAt = this.#local.now();
  }

  /** @param {number} local */
  #slew(local) {
    const most = (local - this.#slewedAt) * SLEW_RATE;
    const missing = this.#target - this.#offset;
    this.#offset += Math.sign(missing) * Math.min(Math.abs(missing), most);
    this.#slewedAt = local;
  }

  #noticeSleep() {
    const drift = this.#wallDrift();
    if (Math.abs(drift - this.#drift) > SLEPT_ABOVE) this.#exchanges = [];
    this.#drift = drift;
  }

  #wallDrift() {
    return this.#local.wall ? this.#local.wall() - this.#local.now() : 0;
  }
}

/**
 * @param {number} shown
 * @param {number} reading
 */
function withoutSmallReturn(shown, reading) {
  const back = shown - reading;
  return back > 0 && back < HELD_BELOW ? shown : reading;
}
