/**
 * The browser the transport lives in, turned by hand: time passes only by `pass`, sockets and answers are small
 * objects the test holds in its hands.
 *
 * @typedef {import("../../static/js/transport/browser.js").Browser} Browser
 * @typedef {import("../../static/js/core/types.js").Snapshot} Snapshot
 * @typedef {{at: number, act: () => void, every: number | null}} Timer
 */

export class FakeSocket {
  /** @type {Map<string, (...args: any[]) => void>} */
  #listeners = new Map();
  /** @type {{event: string, args: any[]}[]} */
  sent = [];
  disconnected = false;

  /** @param {string} token */
  constructor(token) {
    this.token = token;
  }

  /**
   * @param {string} event
   * @param {(...args: any[]) => void} listener
   */
  on(event, listener) {
    this.#listeners.set(event, listener);
  }

  /**
   * @param {string} event
   * @param {...any} args
   */
  emit(event, ...args) {
    this.sent.push({ event, args });
  }

  disconnect() {
    this.disconnected = true;
  }

  /**
   * The server's side.
   *
   * @param {string} event
   * @param {any} [body]
   */
  hears(event, body) {
    this.#listeners.get(event)?.(body);
  }

  /** @param {string} event */
  sentOf(event) {
    return this.sent.filter((message) => message.event === event).map((message) => message.args);
  }
}

/** @implements {Browser} */
export class FakeBrowser {
  #now = 1_000_000;
  #nextId = 1;
  /** @type {Set<Timer>} */
  #timers = new Set();
  /** @type {Map<string, Set<() => void>>} */
  #listeners = new Map();
  /** @type {FakeSocket[]} */
  sockets = [];
  /** @type {{url: string, init: RequestInit}[]} */
  requests = [];
  /** @type {(url: string, init: RequestInit) => Response | Promise<Response>} */
  answers = () => json({ token: `token-${this.requests.length}` });

  pageToken = () => "from-the-page";
  random = () => 1;

  now() {
    return this.#now;
  }

  newId() {
    return `id-${this.#nextId++}`;
  }

  /** The newest socket. */
  get socket() {
    return /** @type {FakeSocket} */ (this.sockets.at(-1));
  }

  /**
   * @param {string} url
   * @param {RequestInit} [init]
   */
  async fetch(url, init = {}) {
    this.requests.push({ url, init });
    return this.answers(url, init);
  }

  /**
   * @param {string} _meeting
   * @param {string} token
   */
  openSocket(_meeting, token) {
    const socket = new FakeSocket(token);
    this.sockets.push(socket);
    return socket;
  }

  /**
   * @param {number} ms
   * @param {() => void} act
   */
  after(ms, act) {
    return this.#timer({ at: this.#now + ms, act, every: null });
  }

  /**
   * @param {number} ms
   * @param {() => void} act
   */
  every(ms, act) {
    return this.#timer({ at: this.#now + ms, act, every: ms });
  }

  /**
   * @param {string} event
   * @param {() => void} act
   */
  on(event, act) {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(act));
    return () => listeners.delete(act);
  }

  /** @param {"online" | "offline" | "visible"} event */
  async happens(event) {
    for (const act of this.#listeners.get(event) ?? []) act();
    await settled();
  }

  /**
   * Lets time pass, timer by timer, with everything that was promised settled in between.
   *
   * @param {number} ms
   */
  async pass(ms) {
    const until = this.#now + ms;
    for (let next = this.#due(until); next; next = this.#due(until)) {
      this.#now = next.at;
      if (next.every === null) this.#timers.delete(next);
      else next.at += next.every;
      next.act();
      await settled();
    }
    this.#now = until;
  }

  /**
   * The machine sleeps: time passes, and no timer runs until it wakes.
   *
   * @param {number} ms
   */
  sleeps(ms) {
    this.#now += ms;
  }

  /** @param {Timer} timer */
  #timer(timer) {
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** @param {number} until */
  #due(until) {
    return [...this.#timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
  }
}

/** Everything promised so far has happened; reading an answer's body takes a few turns. */
export async function settled() {
  for (let turn = 0; turn < 5; turn += 1)
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
}

/**
 * @param {any} body
 * @param {ResponseInit} [init]
 */
export function json(body, init) {
  return new Response(JSON.stringify(body), init);
}

export function networkIsGone() {
  return Promise.reject(new TypeError("network"));
}
