/**
 * The HTTP door as the connection sees it: open or not, answering or not. What it hears goes to the same
 * LiveState and the same ServerClock as the socket's messages.
 *
 * @typedef {import("../core/server_clock.js").ServerClock} ServerClock
 * @typedef {import("../core/state.js").LiveState} LiveState
 * @typedef {import("../core/types.js").Aside} Aside
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("./token.js").TokenSource} TokenSource
 * @typedef {import("./world.js").World} World
 */

import { HttpDoor } from "./http_door.js";

export class Fallback {
  /** @type {HttpDoor | null} */
  #door = null;
  #works = false;
  #parts;

  /**
   * @param {{meeting: string, state: LiveState, clock: ServerClock, tokens: TokenSource, world: World,
   *   presence: (presence: Presence) => void, aside: (aside: Aside) => void, answered: (cameBack: boolean) => void, silent: () => void}} parts
   */
  constructor(parts) {
    this.#parts = parts;
  }

  get isOpen() {
    return this.#door !== null;
  }

  /** The door, as long as it answers. */
  get working() {
    return this.#works ? this.#door : null;
  }

  open() {
    if (this.#door) return;
    const { meeting, tokens, clock, world } = this.#parts;
    this.#door = new HttpDoor({
      meeting,
      world,
      newToken: () => tokens.next(),
      localNow: () => clock.localNow(),
      events: {
        heard: () => this.#heard(),
        snapshot: (snapshot, sentAt) => this.#take(snapshot, sentAt),
        presence: this.#parts.presence,
        aside: this.#parts.aside,
        silent: () => this.#fellSilent(),
      },
    });
    this.#door.open();
  }

  close() {
    this.#door?.close();
    this.#door = null;
    this.#works = false;
  }

  refresh() {
    this.#door?.refresh();
  }

  #heard() {
    if (!this.#door) return;
    const cameBack = !this.#works;
    this.#works = true;
    this.#parts.answered(cameBack);
  }

  #fellSilent() {
    if (!this.#door) return;
    this.#works = false;
    this.#parts.silent();
  }

  /**
   * @param {Snapshot} snapshot
   * @param {number} sentAt
   */
  #take(snapshot, sentAt) {
    const { clock, state } = this.#parts;
    clock.sample(sentAt, snapshot.serverNow, clock.localNow());
    state.accept(snapshot);
  }
}
