/**
 * The same two things over plain HTTP, for networks that kill WebSockets: the snapshot by asking every two
 * seconds, commands by POST. Three of four questions carry the revision already held and are mostly answered
 * "unchanged"; the fourth does not, because a band can change within a revision.
 *
 * @typedef {import("../core/types.js").Answer} Answer
 * @typedef {import("../core/types.js").Aside} Aside
 * @typedef {import("../core/types.js").Command} Command
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Cancel} Cancel
 *
 * @typedef {object} HttpEvents
 * @property {() => void} heard
 * @property {(snapshot: Snapshot, sentAt: number) => void} snapshot `sentAt` by `localNow`
 * @property {(presence: Presence) => void} presence leaders only
 * @property {(aside: Aside) => void} aside everybody else
 * @property {() => void} silent
 */

const EVERY = 2_000;
const WHOLE_EVERY = 4;
/** @type {Answer} */
const UNAVAILABLE = { ok: false, code: "unavailable" };

export class HttpDoor {
  #polls = 0;
  #etag = "";
  #token = "";
  #asking = false;
  #leads = false;
  /** @type {Cancel} */
  #stop = () => {};
  #address;
  #newToken;
  #events;
  #world;
  #localNow;

  /**
   * @param {{meeting: string, newToken: () => Promise<string>, localNow: () => number, events: HttpEvents,
   *   world: World}} parts
   */
  constructor({ meeting, newToken, localNow, events, world }) {
    this.#address = `/meetings/${encodeURIComponent(meeting)}`;
    this.#newToken = newToken;
    this.#localNow = localNow;
    this.#events = events;
    this.#world = world;
  }

  open() {
    this.#stop = this.#world.every(EVERY, () => void this.#poll());
    void this.#poll();
  }

  close() {
    this.#stop();
  }

  /** Asks for the whole snapshot at once. */
  refresh() {
    this.#polls = 0;
    void this.#poll();
  }

  /**
   * @param {Command} command
   * @returns {Promise<Answer>}
   */
  async command(command) {
    const answer = await this.#post("command", command);
    this.refresh();
    return answer;
  }

  /**
   * @param {string} signal
   * @returns {Promise<Answer>}
   */
  signal(signal) {
    return this.#post("signal", { signal });
  }

  async #poll() {
    if (this.#asking) return;
    this.#asking = true;
    try {
      await this.#ask();
      this.#events.heard();
    } catch {
      this.#events.silent();
    } finally {
      this.#asking = false;
    }
  }

  async #ask() {
    const whole = this.#polls % WHOLE_EVERY === 0;
    this.#polls += 1;
    const sentAt = this.#localNow();
    const response = await this.#asked("snapshot", whole ? "" : this.#etag);
    if (response.status !== 304) this.#take(await response.json(), sentAt, response.headers.get("ETag"));
    const beside = this.#leads ? "presence" : "aside";
    this.#events[beside](await (await this.#asked(beside, "")).json());
  }

  /**
   * @param {Snapshot} snapshot
   * @param {number} sentAt
   * @param {string | null} etag
   */
  #take(snapshot, sentAt, etag) {
    this.#etag = etag ?? "";
    this.#leads = snapshot.role === "leader";
    this.#events.snapshot(snapshot, sentAt);
  }

  /**
   * @param {"snapshot" | "presence" | "aside"} what
   * @param {string} etag
   * @returns {Promise<Response>}
   * @throws {Error} when the answer is neither the thing nor "unchanged"
   */
  async #asked(what, etag) {
    /** @type {Record<string, string>} */
    const headers = etag ? { "If-None-Match": etag } : {};
    const response = await this.#world.fetch(`${this.#address}/${what}`, { headers, cache: "no-store" });
    if (!response.ok && response.status !== 304) throw new Error(`no ${what}: ${response.status}`);
    return response;
  }

  /**
   * @param {"command" | "signal"} door
   * @param {object} body
   * @returns {Promise<Answer>}
   */
  async #post(door, body) {
    try {
      let response = await this.#posted(door, body);
      if (response.status === 403) {
        this.#token = "";
        response = await this.#posted(door, body);
      }
      const answer = await response.json();
      return typeof answer.ok === "boolean" ? answer : UNAVAILABLE;
    } catch {
      // no connection, or the page of a proxy that could not reach the server
      return UNAVAILABLE;
    }
  }

  /**
   * @param {string} door
   * @param {object} body
   */
  async #posted(door, body) {
    this.#token ||= await this.#newToken();
    return this.#world.fetch(`${this.#address}/${door}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Live-Token": this.#token },
      body: JSON.stringify(body),
    });
  }
}
