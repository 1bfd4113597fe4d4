/**
 * Signals received and not yet seen. They live here and nowhere else: another leader's for two minutes, a
 * participant's until "Seen" is pressed. The same signal from the same person is one line, however often sent.
 *
 * @typedef {import("../core/types.js").SignalMessage} SignalMessage
 * @typedef {{key: string, signal: string, from: string, name: string, words: string, fromLeader: boolean, at: number}} Received
 */

import { signalWords } from "./signal_words.js";

const LEADERS_FOR = 120_000;

export class SignalBoard {
  /** @type {Map<string, Received>} */
  #received = new Map();

  /**
   * @param {SignalMessage} message
   * @param {boolean} fromLeader
   * @returns {Received | null} null when it is on no list
   */
  receive({ signal, from, at }, fromLeader) {
    const words = signalWords(signal);
    if (words === null) return null;
    const key = `${signal}@${from.id}`;
    const received = { key, signal, from: from.id, name: from.name, words, fromLeader, at };
    this.#received.delete(key);
    this.#received.set(key, received);
    return received;
  }

  /** @param {string} key */
  seen(key) {
    this.#received.delete(key);
  }

  /**
   * @param {number} now the server's, as `at` is
   * @returns {Received[]} newest first
   */
  standing(now) {
    for (const [key, { fromLeader, at }] of this.#received) {
      if (fromLeader && now - at >= LEADERS_FOR) this.#received.delete(key);
    }
    return [...this.#received.values()].reverse();
  }

  clear() {
    this.#received.clear();
  }
}
