/**
 * Remembers, in memory only, that this page was the presenter's. The server keeps the mark in memory too; when
 * it has restarted, the same revision comes back without it, and this page announces the mark again. Where
 * the session has moved on meanwhile nobody but the person can know whether it still holds: they are asked.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 */

export class PresenterMark {
  /** @type {number | null} */
  #heldAt = null;
  #lostLink = false;
  #asks = false;

  /** The connection is gone; only after that can a mark be missing without anybody having cleared it. */
  linkLost() {
    this.#lostLink = true;
  }

  /** Whether the person is to be asked again, outside the phases in which everybody is. */
  get asks() {
    return this.#asks;
  }

  /**
   * @param {Snapshot} snapshot
   * @returns {boolean} whether the server has lost the mark and is to be told again; said once
   */
  isLostIn(snapshot) {
    if (snapshot.youPresent) return this.#hold(snapshot.revision);
    const forgotten = this.#lostLink && this.#heldAt === snapshot.revision;
    if (!forgotten) this.#letGo(snapshot);
    this.#heldAt = null;
    return forgotten;
  }

  /** The mark could not be announced again. */
  ask() {
    this.#asks = true;
  }

  /** @param {number} revision */
  #hold(revision) {
    this.#heldAt = revision;
    this.#lostLink = false;
    this.#asks = false;
    return false;
  }

  /** @param {Snapshot} snapshot */
  #letGo(snapshot) {
    if (this.#heldAt !== null && this.#lostLink) this.#asks = true;
    if (snapshot.presenterState === "none") this.#asks = false;
  }
}
