/**
 * The live socket, and the questions about the time that go over it.
 *
 * @typedef {import("../core/types.js").Answer} Answer
 * @typedef {import("../core/types.js").Command} Command
 * @typedef {import("./browser.js").LiveSocket} LiveSocket
 * @typedef {import("./browser.js").Browser} Browser
 * @typedef {import("./browser.js").Cancel} Cancel
 * @typedef {import("../core/server_clock.js").ServerClock} ServerClock
 * @typedef {"not_allowed" | "never_opened" | "closed"} Ending
 *
 * @typedef {object} SocketEvents
 * @property {() => void} opened
 * @property {(kind: string, body: any) => void} message
 * @property {(why: Ending) => void} ended called once
 */

const MESSAGES = ["snapshot", "aside", "presence", "signal", "seen", "alarm", "revision"];
const BURST = 8;
const BURST_EVERY = 125;
const STEADY_EVERY = 30_000;
const BURSTS_APART = 10_000;

/**
 * One attempt at the live socket, from opening to its end. It is never reopened: the next attempt is a
 * new one with a new token, so nothing of an old connection can leak into it.
 */
export class SocketTransport {
  #opened = false;
  #ended = false;
  #socket;
  #events;

  /**
   * @param {LiveSocket} socket
   * @param {SocketEvents} events
   */
  constructor(socket, events) {
    this.#socket = socket;
    this.#events = events;
    socket.on("connect", () => this.#open());
    socket.on("connect_error", (error) => this.#refused(error));
    socket.on("disconnect", () => this.#end("closed"));
    for (const kind of MESSAGES) socket.on(kind, (body) => this.#hear(kind, body));
  }

  get isOpen() {
    return this.#opened && !this.#ended;
  }

  /**
   * @param {Command} command
   * @returns {Promise<Answer>} may never resolve: the CommandSender holds the deadline
   */
  command(command) {
    return new Promise((resolve) => this.#socket.emit("command", command, resolve));
  }

  /**
   * @param {string} signal
   * @returns {Promise<Answer>}
   */
  signal(signal) {
    return new Promise((resolve) => this.#socket.emit("signal", { signal }, resolve));
  }

  /**
   * @param {string} signalId
   * @returns {Promise<Answer>}
   */
  seen(signalId) {
    return new Promise((resolve) => this.#socket.emit("seen", { signalId }, resolve));
  }

  /** Asks for the whole snapshot. */
  refresh() {
    this.#socket.emit("refresh");
  }

  /** @param {(serverNow: number) => void} answered gets the server's now, in ms */
  askTime(answered) {
    this.#socket.emit("time", (/** @type {{serverNow: number}} */ answer) => answered(answer.serverNow));
  }

  close() {
    this.#end("closed");
  }

  #open() {
    if (this.#ended) return;
    this.#opened = true;
    this.#events.opened();
  }

  /** @param {Error} error */
  #refused(error) {
    this.#end(error.message === "not_allowed" ? "not_allowed" : "never_opened");
  }

  /**
   * @param {string} kind
   * @param {any} body
   */
  #hear(kind, body) {
    if (!this.#ended) this.#events.message(kind, body);
  }

  /** @param {Ending} why */
  #end(why) {
    if (this.#ended) return;
    this.#ended = true;
    this.#socket.disconnect();
    this.#events.ended(why === "closed" && !this.#opened ? "never_opened" : why);
  }
}

/**
 * Asks the server for its now: eight times in a row after connecting, waking and coming online, then once
 * every half minute. The answers go to the ServerClock, which believes the quickest.
 */
export class TimeExchange {
  /** @type {Cancel[]} */
  #pending = [];
  #burstAt = -Infinity;
  #clock;
  #browser;

  /**
   * @param {ServerClock} clock
   * @param {Browser} browser
   */
  constructor(clock, browser) {
    this.#clock = clock;
    this.#browser = browser;
  }

  /** @param {(answered: (serverNow: number) => void) => void} ask over the connection that has just opened */
  start(ask) {
    this.stop();
    this.#ask = ask;
    this.#burstAt = -Infinity;
    this.burst();
    this.#pending.push(this.#browser.every(STEADY_EVERY, () => this.#exchange()));
  }

  /** A page beside Zoom becomes visible all the time: one burst in ten seconds is enough. */
  burst() {
    if (!this.#ask || this.#browser.now() - this.#burstAt < BURSTS_APART) return;
    this.#burstAt = this.#browser.now();
    this.#exchange();
    for (let nth = 1; nth < BURST; nth += 1) {
      this.#pending.push(this.#browser.after(nth * BURST_EVERY, () => this.#exchange()));
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
