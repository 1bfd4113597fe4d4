/**
 * One attempt at the live socket, from opening to its end. A door is never reopened: the next attempt is a
 * new one with a new token, so nothing of an old connection can leak into it.
 *
 * @typedef {import("../core/types.js").Answer} Answer
 * @typedef {import("../core/types.js").Command} Command
 * @typedef {import("./world.js").LiveSocket} LiveSocket
 *
 * @typedef {"not_allowed" | "never_opened" | "closed"} Ending
 *
 * @typedef {object} SocketEvents
 * @property {() => void} opened
 * @property {(kind: string, body: any) => void} message
 * @property {(why: Ending) => void} ended called once
 */

const MESSAGES = ["snapshot", "aside", "presence", "signal", "alarm", "revision"];

export class SocketDoor {
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
   * @returns {Promise<Answer>} may never settle: the desk holds the deadline
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

  refresh() {
    this.#socket.emit("refresh");
  }

  /** @param {(serverNow: number) => void} answered */
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
