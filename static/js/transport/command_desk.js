/**
 * Hands commands in and waits for their answers. Each has an id of its own and the revision it was made for.
 * The server gives up saving after five seconds. Without an answer in six the desk asks for the state and hands
 * the same command in again, over whatever door is open by then; the server never applies an id twice. After
 * twenty it says that it does not know, rather than let an old press take effect when nobody expects it any more.
 *
 * @typedef {import("../core/types.js").Answer} Answer
 * @typedef {import("../core/types.js").Command} Command
 * @typedef {import("../core/types.js").CommandFields} CommandFields
 * @typedef {import("./world.js").World} World
 *
 * @typedef {object} Door
 * @property {(command: Command) => Promise<Answer>} command
 * @property {(signal: string) => Promise<Answer>} signal
 * @property {() => void} refresh
 *
 * @typedef {{command: Command, settle: (answer: Answer) => void}} Pending
 */

const ASK_AGAIN_AFTER = 6_000;
const GIVE_UP_AFTER = 20_000;
const NEEDS_NO_REVISION = new Set(["attendance.mark"]);

export class CommandDesk {
  /** @type {Set<Pending>} */
  #pending = new Set();
  #door;
  #revision;
  #world;

  /** @param {{door: () => Door | null, revision: () => number, world: World}} parts */
  constructor({ door, revision, world }) {
    this.#door = door;
    this.#revision = revision;
    this.#world = world;
  }

  /**
   * @param {string} type
   * @param {CommandFields} [fields]
   * @returns {Promise<Answer>} `unavailable` when there is no connection or no answer
   */
  command(type, fields = {}) {
    if (!this.#door()) return Promise.resolve(this.#unavailable());
    return this.#inTime((settle) => this.#hand(this.#made(type, fields), settle));
  }

  /**
   * A signal has no id, so it is handed in once: twice on a leader's screen would read as urgency.
   *
   * @param {string} signal
   * @returns {Promise<Answer>}
   */
  signal(signal) {
    const door = this.#door();
    if (!door) return Promise.resolve(this.#unavailable());
    return this.#inTime((settle) => {
      void door.signal(signal).then(settle);
      return () => {};
    });
  }

  /** A door has opened: whatever is still unanswered goes through it. */
  resume() {
    for (const pending of this.#pending) this.#deliver(pending);
  }

  /**
   * @param {(settle: (answer: Answer) => void) => () => void} begin returns what to do when it is over
   * @returns {Promise<Answer>}
   */
  #inTime(begin) {
    return new Promise((resolve) => {
      const end = begin((answer) => {
        stop();
        end();
        resolve(answer);
      });
      const stop = this.#world.after(GIVE_UP_AFTER, () => {
        end();
        resolve(this.#unavailable());
      });
    });
  }

  /**
   * @param {Command} command
   * @param {(answer: Answer) => void} settle
   */
  #hand(command, settle) {
    const pending = { command, settle };
    this.#pending.add(pending);
    this.#deliver(pending);
    const stop = this.#world.every(ASK_AGAIN_AFTER, () => this.#again(pending));
    return () => {
      stop();
      this.#pending.delete(pending);
    };
  }

  /** @param {Pending} pending */
  #again(pending) {
    this.#door()?.refresh();
    this.#deliver(pending);
  }

  /** @param {Pending} pending */
  #deliver(pending) {
    void this.#door()?.command(pending.command).then(pending.settle);
  }

  /**
   * @param {string} type
   * @param {CommandFields} fields
   * @returns {Command}
   */
  #made(type, fields) {
    const command = { id: this.#world.newId(), type, ...fields };
    return NEEDS_NO_REVISION.has(type) ? command : { ...command, expectedRevision: this.#revision() };
  }

  /** @returns {Answer} */
  #unavailable() {
    return { ok: false, code: "unavailable", revision: this.#revision() };
  }
}
