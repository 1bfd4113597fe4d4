/**
 * Plain HTTP, for networks that kill WebSockets: the snapshot by asking, commands by POST.
 *
 * @typedef {import("../core/server_clock.js").ServerClock} ServerClock
 * @typedef {import("../core/live_state.js").LiveState} LiveState
 * @typedef {import("../core/types.js").Aside} Aside
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("./reconnection.js").TokenSource} TokenSource
 * @typedef {import("./browser.js").Browser} Browser
 * @typedef {import("../core/types.js").Answer} Answer
 * @typedef {import("../core/types.js").Command} Command
 * @typedef {import("./browser.js").Cancel} Cancel
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

/**
 * Plain HTTP as the connection sees it: open or not, answering or not. What it hears goes to the same
 * LiveState and the same ServerClock as the socket's messages.
 */
export class HttpFallback {
  /** @type {HttpTransport | null} */
  #transport = null;
  #works = false;
  #options;

  /**
   * @param {{meeting: string, state: LiveState, clock: ServerClock, tokens: TokenSource, browser: Browser,
   *   presence: (presence: Presence) => void, aside: (aside: Aside) => void, answered: (cameBack: boolean) => void, silent: () => void}} options
   */
  constructor(options) {
    this.#options = options;
  }

  get isOpen() {
    return this.#transport !== null;
  }

  /** The transport, as long as it answers; null while it does not. */
  get working() {
    return this.#works ? this.#transport : null;
  }

  open() {
    if (this.#transport) return;
    const { meeting, tokens, clock, browser } = this.#options;
    this.#transport = new HttpTransport({
      meeting,
      browser,
      newToken: () => tokens.next(),
      localNow: () => clock.localNow(),
      events: {
        heard: () => this.#heard(),
        snapshot: (snapshot, sentAt) => this.#take(snapshot, sentAt),
        presence: this.#options.presence,
        aside: this.#options.aside,
        silent: () => this.#fellSilent(),
      },
    });
    this.#transport.open();
  }

  close() {
    this.#transport?.close();
    this.#transport = null;
    this.#works = false;
  }

  refresh() {
    this.#transport?.refresh();
  }

  #heard() {
    if (!this.#transport) return;
    const cameBack = !this.#works;
    this.#works = true;
    this.#options.answered(cameBack);
  }

  #fellSilent() {
    if (!this.#transport) return;
    this.#works = false;
    this.#options.silent();
  }

  /**
   * @param {Snapshot} snapshot
   * @param {number} sentAt
   */
  #take(snapshot, sentAt) {
    const { clock, state } = this.#options;
    clock.sample(sentAt, snapshot.serverNow, clock.localNow());
    state.accept(snapshot);
  }
}

/**
 * Asks for the snapshot every two seconds and posts commands. Three of four questions carry the revision already held
 * and are mostly answered "unchanged"; the fourth does not, because a band can change within a revision.
 */
export class HttpTransport {
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
  #browser;
  #localNow;

  /**
   * @param {{meeting: string, newToken: () => Promise<string>, localNow: () => number, events: HttpEvents,
   *   browser: Browser}} options
   */
  constructor({ meeting, newToken, localNow, events, browser }) {
    this.#address = `/meetings/${encodeURIComponent(meeting)}`;
    this.#newToken = newToken;
    this.#localNow = localNow;
    this.#events = events;
    this.#browser = browser;
  }

  open() {
    this.#stop = this.#browser.every(EVERY, () => void this.#poll());
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

  /**
   * @param {string} signalId
   * @returns {Promise<Answer>}
   */
  seen(signalId) {
    return this.#post("seen", { signalId });
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
    const response = await this.#browser.fetch(`${this.#address}/${what}`, { headers, cache: "no-store" });
    if (!response.ok && response.status !== 304) throw new Error(`no ${what}: ${response.status}`);
    return response;
  }

  /**
   * @param {"command" | "signal" | "seen"} what
   * @param {object} body
   * @returns {Promise<Answer>}
   */
  async #post(what, body) {
    try {
      let response = await this.#posted(what, body);
      if (response.status === 403) {
        this.#token = "";
        response = await this.#posted(what, body);
      }
      const answer = await response.json();
      return typeof answer.ok === "boolean" ? answer : UNAVAILABLE;
    } catch {
      // no connection, or the page of a proxy that could not reach the server
      return UNAVAILABLE;
    }
  }

  /**
   * @param {string} what
   * @param {object} body
   */
  async #posted(what, body) {
    this.#token ||= await this.#newToken();
    return this.#browser.fetch(`${this.#address}/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Live-Token": this.#token },
      body: JSON.stringify(body),
    });
  }
}
