/**
 * What it takes to connect again: when the old connection counts as dead, how long to wait, and a fresh token.
 *
 * @typedef {import("./browser.js").Browser} Browser
 */

const SHORTEST = 500;
const LONGEST_AT_FIRST = 4_000;
const FIRST_TRIES = 40;
const LONGEST = 30_000;
const LOOK_EVERY = 1_000;
const REFUSALS = new Set([401, 403, 404, 410]);

/**
 * Says how long to wait before the next try. The first two minutes stay within four seconds, so that a restarted
 * server has everybody back before they wonder; after that the waits double to half a minute. Jitter keeps a
 * whole group from coming back in one instant. The tries are never capped.
 */
export class Backoff {
  #tries = 0;
  #random;

  /** @param {() => number} random from 0 to 1 */
  constructor(random) {
    this.#random = random;
  }

  /** @returns {number} ms to wait before this try, between half and all of its step */
  next() {
    const step = stepOf(this.#tries);
    this.#tries += 1;
    return step * (0.5 + this.#random() / 2);
  }

  /** A try has succeeded: the next wait is the shortest again. */
  reset() {
    this.#tries = 0;
  }
}

/**
 * Notices a silent connection. A dead socket can look open after sleep or behind a proxy, so what counts is
 * the last message heard. Messages are handled at once even in hidden tabs; only the looking is throttled
 * there, and a late look at a recent message raises no alarm.
 */
export class Watchdog {
  #limit;
  #browser;
  #heardAt;
  #messages = 0;
  /** @type {() => void} */
  #stop = () => {};

  /**
   * @param {{limit: () => number, silent: () => void, browser: Browser}} options `limit` in ms
   */
  constructor({ limit, silent, browser }) {
    this.#limit = limit;
    this.#browser = browser;
    this.#heardAt = browser.now();
    this.#stop = browser.every(LOOK_EVERY, () => {
      if (this.isSilent()) silent();
    });
  }

  /** When the last message came, a moment of this device's wall clock; at first when the watching began. */
  get heardAt() {
    return this.#heardAt;
  }

  /** How many were heard so far. */
  get messages() {
    return this.#messages;
  }

  /** A message has come. */
  heard() {
    this.#messages += 1;
    this.#heardAt = this.#browser.now();
  }

  /** Whether nothing has come for longer than allowed; a wall clock that was set back counts as silence too. */
  isSilent() {
    return Math.abs(this.#browser.now() - this.#heardAt) > this.#limit();
  }

  stop() {
    this.#stop();
  }
}

/** The server answered, and this login may not enter: ended, withdrawn, or signed out elsewhere. */
export class EntryRefused extends Error {}

/**
 * Gives the short-lived token that goes with the cookie. The page brings the first; every later connection
 * fetches its own, because a laptop may have slept longer than a token lives.
 */
export class TokenSource {
  #first;
  #meeting;
  #browser;

  /**
   * @param {string} meeting
   * @param {Browser} browser
   */
  constructor(meeting, browser) {
    this.#meeting = meeting;
    this.#browser = browser;
    this.#first = browser.pageToken();
  }

  /**
   * A token for one more connection.
   *
   * @returns {Promise<string>}
   * @throws {EntryRefused} when this login may not enter
   * @throws {Error} when the server does not answer, or not with a token
   */
  async next() {
    const first = this.#first;
    this.#first = "";
    return first || this.#fetched();
  }

  async #fetched() {
    const url = `/meetings/${encodeURIComponent(this.#meeting)}/token`;
    const response = await this.#browser.fetch(url, {
      cache: "no-store",
      headers: { Accept: "application/json" },
    });
    if (REFUSALS.has(response.status)) throw new EntryRefused();
    if (!response.ok) throw new Error(`no token: ${response.status}`);
    return /** @type {{token: string}} */ (await response.json()).token;
  }
}

/** @param {number} tries */
function stepOf(tries) {
  if (tries < FIRST_TRIES) return Math.min(LONGEST_AT_FIRST, SHORTEST * 2 ** tries);
  return Math.min(LONGEST, LONGEST_AT_FIRST * 2 ** (tries - FIRST_TRIES + 1));
}
