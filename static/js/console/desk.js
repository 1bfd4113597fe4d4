/**
 * What this page knows and has been told, between two redraws. It holds no rules of its own: the rules are in
 * the modules it asks, and the server's state is in the LiveState.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("../core/types.js").SignalMessage} SignalMessage
 * @typedef {import("../core/live_state.js").LiveState} LiveState
 * @typedef {import("../core/server_clock.js").ServerClock} ServerClock
 * @typedef {import("./credit_needs.js").CreditFacts} CreditFacts
 * @typedef {import("./plan.js").Plan} Plan
 * @typedef {import("./questions.js").Question} Question
 * @typedef {import("./scene.js").Scene} Scene
 */

import { stepAt } from "../core/timer.js";
import { AlarmBoard } from "./alarm_board.js";
import { withPauses } from "./credit_needs.js";
import { linkView } from "./link_view.js";
import { enteredAt, pausedAt } from "./move_view.js";
import { personBy, toldApart } from "./people_view.js";
import { PressGuard } from "./press_guard.js";
import { PrivateCopy } from "./private_copy.js";
import { SignalBoard } from "./signal_board.js";

const NOTE_STANDS = 8_000;
const YOUNG = 10_000;

export class Desk {
  alarms = new AlarmBoard();
  signals = new SignalBoard();
  guard = new PressGuard();
  /** @type {Set<string>} */
  dismissed = new Set();
  /** @type {Map<string, string>} */
  rowNotes = new Map();
  /** @type {PrivateCopy | null} */
  copy = null;
  /** @type {number | null} */
  previewing = null;
  /** @type {Question | null} */
  question = null;
  /** @type {Link} */
  link = { state: "connected", since: Date.now() };
  namesHidden = false;
  coarse = false;
  #note = { text: "", until: 0 };
  /** @type {number | null} */
  #pausedSince = null;
  /** @type {number | null} */
  #enteredAt = null;
  /** @type {Snapshot | null} */
  #lastRunning = null;

  /**
   * @param {{state: LiveState, clock: ServerClock, presence: Presence, plan: Plan, credit: CreditFacts,
   *   me: {id: string, name: string}}} page
   */
  constructor({ state, clock, presence, plan, credit, me }) {
    this.state = state;
    this.clock = clock;
    this.presence = toldApart(presence);
    this.plan = plan;
    this.credit = credit;
    this.me = me;
    this.#follow(this.shared, null);
    state.subscribe((snapshot, before) => this.#follow(snapshot, before));
  }

  /** @returns {Snapshot} the server's newest */
  get shared() {
    return /** @type {Snapshot} */ (this.state.snapshot);
  }

  get connected() {
    return this.link.state !== "reconnecting";
  }

  /** @returns {boolean} the current step began less than ten seconds ago */
  get young() {
    return this.#enteredAt !== null && this.clock.now() - this.#enteredAt < YOUNG;
  }

  /** @param {Presence} presence */
  learnPresence(presence) {
    this.presence = toldApart(presence);
    this.alarms.notice(this.shared, presence);
  }

  /** @param {SignalMessage} message */
  receiveSignal(message) {
    const sender = personBy(this.presence, message.from.id);
    const from = { ...message.from, name: sender?.name ?? message.from.name };
    return this.signals.receive({ ...message, from }, sender?.role === "leader");
  }

  /** @param {string} text */
  say(text) {
    this.#note = { text, until: performance.now() + NOTE_STANDS };
  }

  /** @param {string} text stands until something else is said */
  sayUntilAnswered(text) {
    this.#note = { text, until: Infinity };
  }

  keepTimeHere() {
    this.copy = new PrivateCopy(this.shared, this.plan);
  }

  /** @returns {Scene} */
  scene() {
    const alone = this.copy !== null && !this.connected;
    return {
      snapshot: alone && this.copy ? this.copy.snapshot : this.shared,
      shared: this.shared,
      alone,
      reunion: this.#reunion(),
      presence: this.presence,
      plan: this.plan,
      credit: this.credit,
      me: this.me,
      link: this.link,
      now: this.clock.now(),
      wall: Date.now(),
      namesHidden: this.namesHidden,
      coarse: this.coarse,
      pausedSince: this.#pausedSince,
      previewing: this.previewing,
      question: this.question,
      note: performance.now() < this.#note.until ? this.#note.text : "",
      alarms: this.alarms,
      signals: this.signals.standing(this.clock.now()),
      dismissed: this.dismissed,
      lastRunning: this.#lastRunning,
      rowNotes: this.rowNotes,
    };
  }

  linkView() {
    return linkView(this.link, Date.now());
  }

  /** A private copy whose phase everybody has reached meanwhile has served its purpose. */
  #reunion() {
    if (!this.copy || !this.connected) return null;
    const { position } = this.copy.snapshot;
    if (position === this.shared.position || !stepAt(this.shared)) this.copy = null;
    return this.copy ? this.copy.snapshot : null;
  }

  /**
   * @param {Snapshot} snapshot
   * @param {Snapshot | null} before
   */
  #follow(snapshot, before) {
    if (snapshot.position !== null) this.#lastRunning = snapshot;
    if (snapshot.position !== before?.position) {
      this.#enteredAt = enteredAt(snapshot) ?? (before ? this.clock.now() : null);
      this.question = null;
      this.rowNotes.clear();
    }
    if (before) this.credit = withPauses(this.credit, before, snapshot);
    this.#pausedSince = this.#pauseBegan(snapshot, before);
    if (snapshot.meeting.status === "closed") this.#forget();
    else this.alarms.notice(snapshot, this.presence);
  }

  /**
   * @param {Snapshot} snapshot
   * @param {Snapshot | null} before
   */
  #pauseBegan({ clock, position, ...snapshot }, before) {
    if (!clock || clock.runningSince !== null || position === null) return null;
    const known = pausedAt({ clock, position, ...snapshot });
    if (known !== null) return known;
    const same = before?.position === position && before.clock?.runningSince === null;
    return same ? this.#pausedSince : null;
  }

  #forget() {
    this.previewing = null;
    this.copy = null;
    this.signals.clear();
    this.alarms = new AlarmBoard();
  }
}
