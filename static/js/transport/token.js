/**
 * The short-lived token that goes with the cookie. The page brings the first; every later connection
 * fetches its own, because a laptop may have slept longer than a token lives.
 *
 * @typedef {import("./world.js").World} World
 */

/** The server answered, and this login may not enter: ended, withdrawn, or signed out elsewhere. */
export class EntryRefused extends Error {}

const REFUSALS = new Set([401, 403, 404, 410]);

export class TokenSource {
  #first;
  #meeting;
  #world;

  /**
   * @param {string} meeting
   * @param {World} world
   */
  constructor(meeting, world) {
    this.#meeting = meeting;
    this.#world = world;
    this.#first = world.pageToken();
  }

  /**
   * @returns {Promise<string>}
   * @throws {EntryRefused}
   * @throws {Error} when the server does not answer, or not with a token
   */
  async next() {
    const first = this.#first;
    this.#first = "";
    return first || this.#fetched();
  }

  async #fetched() {
    const url = `/meetings/${encodeURIComponent(this.#meeting)}/token`;
    const response = await this.#world.fetch(url, {
      cache: "no-store",
      headers: { Accept: "application/json" },
    });
    if (REFUSALS.has(response.status)) throw new EntryRefused();
    if (!response.ok) throw new Error(`no token: ${response.status}`);
    return /** @type {{token: string}} */ (await response.json()).token;
  }
}
