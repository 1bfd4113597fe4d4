/**
 * The newest whole snapshot this page has. Messages can arrive late or twice; an older one is dropped, and
 * among snapshots of one revision the later `serverNow` wins (a band changes without a new revision).
 *
 * @typedef {import("./types.js").Snapshot} Snapshot
 * @typedef {(snapshot: Snapshot, before: Snapshot | null) => void} Listener
 */

/** Holds the newest snapshot and tells its listeners. */
export class LiveState {
  /** @type {Snapshot | null} */
  #snapshot = null;
  /** @type {Set<Listener>} */
  #listeners = new Set();

  /** @param {Snapshot | null} [first] the one embedded in the page */
  constructor(first = null) {
    this.#snapshot = first;
  }

  /** The newest; null before the first. */
  get snapshot() {
    return this.#snapshot;
  }

  /** @returns {number} the newest snapshot's; −1 before the first */
  get revision() {
    return this.#snapshot ? this.#snapshot.revision : -1;
  }

  /**
   * Takes a snapshot, unless it is older than the one here, and tells the listeners.
   *
   * @param {Snapshot} snapshot
   * @returns {boolean} whether it was taken
   */
  accept(snapshot) {
    const before = this.#snapshot;
    if (before && isOlder(snapshot, before)) return false;
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener(snapshot, before);
    return true;
  }

  /**
   * Calls the listener with every snapshot taken from now on.
   *
   * @param {Listener} listener
   * @returns {() => void} ends it
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/**
 * @param {Snapshot} snapshot
 * @param {Snapshot} than
 */
function isOlder(snapshot, than) {
  if (snapshot.revision !== than.revision) return snapshot.revision < than.revision;
  return snapshot.serverNow < than.serverNow;
}
