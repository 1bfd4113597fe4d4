/**
 * The connection as a page shows it: good news at once, a loss only when it has lasted a moment, so that a
 * socket replaced within a second (or a page that is being left) does not flicker.
 *
 * @typedef {import("../core/types.js").Link} Link
 */

const SETTLES_AFTER = 1_500;

export class SettledLink {
  /** @type {Link | null} */
  #current = null;
  #timer = 0;
  #changed;

  /** @param {(now: Link, before: Link | null) => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  get current() {
    return this.#current;
  }

  /** @param {Link} link */
  notice(link) {
    clearTimeout(this.#timer);
    if (link.state === "reconnecting") this.#timer = window.setTimeout(() => this.#take(link), SETTLES_AFTER);
    else this.#take(link);
  }

  /** @param {Link} link */
  #take(link) {
    const before = this.#current;
    this.#current = link;
    if (before?.state !== link.state) this.#changed(link, before);
  }
}
