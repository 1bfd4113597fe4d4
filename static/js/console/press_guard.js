/**
 * Ignores a press on a button whose label somebody else changed less than a second ago: the finger was
 * already falling for the old one. Its own leader's changes never close it, so Next, Next works. Where only
 * the place of a button has changed, because a line came up above it, a shorter moment is enough.
 */

const CLOSED_FOR = 1_000;

export class PressGuard {
  /** @type {Map<string, string>} */
  #labels = new Map();
  /** @type {Map<string, number>} */
  #changedAt = new Map();

  /**
   * @param {string} button
   * @param {string} label
   * @param {{byOther: boolean, at: number}} change `at` in ms of a steady clock
   */
  shows(button, label, { byOther, at }) {
    const before = this.#labels.get(button);
    this.#labels.set(button, label);
    if (before !== undefined && before !== label && byOther) this.#changedAt.set(button, at);
  }

  /**
   * @param {string} button
   * @param {number} at
   * @param {number} [closedFor] ms
   * @returns {boolean}
   */
  ignores(button, at, closedFor = CLOSED_FOR) {
    return at - (this.#changedAt.get(button) ?? -Infinity) < closedFor;
  }
}
