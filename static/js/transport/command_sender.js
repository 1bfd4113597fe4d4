/**
 * Sends commands and waits for their answers. Each has an id of its own and the revision it was made for.
 * The server gives up saving after five seconds. Without an answer in six the sender asks for the state and sends
 * the same command again, over whatever transport is open by then; the server never applies an id twice. After
 * twenty it says that it does not know, rather than let an old press take effect when nobody expects it any more.
 *
 * @typedef {import("../core/types.js").Answer} Answer
 * @typedef {import("../core/types.js").Command} Command
 * @typedef {import("../core/types.js").CommandFields} CommandFields
 * @typedef {import("./browser.js").Browser} Browser
 *
 * @typedef {object} Transport
 * @property {(command: Command) => Promise<Answer>} command
 * @property {(signal: string) => Promise<Answer>} signal
 * @property {(signalId: string) => Promise<Answer>} seen
 * @property {() => void} refresh
 * @typedef {{command: Command, resolve: (answer: Answer) => void}} Pending
 */

const ASK_AGAIN_AFTER = 6_000;
const GIVE_UP_AFTER = 20_000;
const NEEDS_NO_REVISION = new Set(["attendance.mark", "door.admit"]);

/** Sends commands and signals over whatever transport works. */
export class CommandSender {
  /** @type {Set<Pending>} */
  #pending = new Set();
  #transport;
  #revision;
  #browser;

  /** @param {{transport: () => Transport | null, revision: () => number, browser: Browser}} options */
  constructor({ transport, revision, browser }) {
    this.#transport = transport;
    this.#revision = revision;
    this.#browser = browser;
  }

  /**
   * Sends a command made for the state this page has.
   *
   * @param {string} type
   * @param {CommandFields} [fields]
   * @returns {Promise<Answer>} `unavailable` when there is no connection or no answer
   */
  command(type, fields = {}) {
    if (!this.#transport()) return Promise.resolve(this.#unavailable());
    return this.#withDeadline((resolve) => this.#send(this.#withRevision(type, fields), resolve));
  }

  /**
   * Sends a signal, once, because it has no id: twice on a leader's screen would read as urgency.
   *
   * @param {string} signal
   * @returns {Promise<Answer>}
   */
  signal(signal) {
    return this.#once((transport) => transport.signal(signal));
  }

  /**
   * Says that this leader has seen a signal, once: should it be lost, the other leader says so.
   *
   * @param {string} signalId
   * @returns {Promise<Answer>}
   */
  seen(signalId) {
    return this.#once((transport) => transport.seen(signalId));
  }

  /**
   * @param {(transport: Transport) => Promise<Answer>} send
   * @returns {Promise<Answer>}
   */
  #once(send) {
    const transport = this.#transport();
    if (!transport) return Promise.resolve(this.#unavailable());
    return this.#withDeadline((resolve) => {
      void send(transport).then(resolve);
      return () => {};
    });
  }

  /** Sends whatever is still unanswered again: a transport has opened. */
  resume() {
    for (const pending of this.#pending) this.#pass(pending);
  }

  /**
   * @param {(resolve: (answer: Answer) => void) => () => void} begin returns what to do when it is over
   * @returns {Promise<Answer>}
   */
  #withDeadline(begin) {
    return new Promise((resolve) => {
      const end = begin((answer) => {
        stop();
        end();
        resolve(answer);
      });
      const stop = this.#browser.after(GIVE_UP_AFTER, () => {
        end();
        resolve(this.#unavailable());
      });
    });
  }

  /**
   * @param {Command} command
   * @param {(answer: Answer) => void} resolve
   */
  #send(command, resolve) {
    const pending = { command, resolve };
    this.#pending.add(pending);
    this.#pass(pending);
    const stop = this.#browser.every(ASK_AGAIN_AFTER, () => this.#again(pending));
    return () => {
      stop();
      this.#pending.delete(pending);
    };
  }

  /** @param {Pending} pending */
  #again(pending) {
    this.#transport()?.refresh();
    this.#pass(pending);
  }

  /** @param {Pending} pending */
  #pass(pending) {
    void this.#transport()?.command(pending.command).then(pending.resolve);
  }

  /**
   * @param {string} type
   * @param {CommandFields} fields
   * @returns {Command}
   */
  #withRevision(type, fields) {
    const command = { id: this.#browser.newId(), type, ...fields };
    return NEEDS_NO_REVISION.has(type) ? command : { ...command, expectedRevision: this.#revision() };
  }

  /** @returns {Answer} */
  #unavailable() {
    return { ok: false, code: "unavailable", revision: this.#revision() };
  }
}
