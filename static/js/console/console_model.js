/**
 * What this page knows and has been told between two redraws, and the copy of the session that a leader can step while
 * the server is out of reach.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("../core/types.js").Seen} Seen
 * @typedef {import("../core/types.js").SignalMessage} SignalMessage
 * @typedef {import("../core/live_state.js").LiveState} LiveState
 * @typedef {import("../core/server_clock.js").ServerClock} ServerClock
 * @typedef {import("./times.js").CreditFacts} CreditFacts
 * @typedef {import("./panels/phases.js").Plan} Plan
 * @typedef {import("./press_handler.js").Question} Question
 * @typedef {import("./panels/signals.js").Received} Received
 * @typedef {import("../core/types.js").Clock} Clock
 *
 * @typedef {object} ConsoleState
 * @property {Snapshot} snapshot what this page shows: the server's, or a private copy while offline
 * @property {Snapshot} shared what everybody else shows, as far as is known
 * @property {boolean} showsCopy a private copy is shown
 * @property {Snapshot | null} divergedCopy a private copy that went another way, once the server is back
 * @property {Presence} presence
 * @property {Plan} plan
 * @property {CreditFacts} credit
 * @property {{id: string, name: string}} me
 * @property {Link} link
 * @property {number} now the server's
 * @property {number} wall this device's
 * @property {boolean} namesHidden
 * @property {boolean} coarse whole minutes instead of a running clock
 * @property {number | null} pausedSince
 * @property {number | null} previewing the position looked at
 * @property {Question | null} question
 * @property {string} note the answer to a press, while it stands
 * @property {AlarmList} alarms
 * @property {Received[]} signals
 * @property {string} sentSignal what is said of the signal this leader sent last
 * @property {ReadonlySet<string>} dismissed nudges
 * @property {Snapshot | null} lastRunning
 * @property {number | null | undefined} cameFrom the position before the newest move; undefined where it is not known
 * @property {import("./panels/last_move.js").Undone | null} undone the newest act, where it took a move back
 * @property {ReadonlyMap<string, string>} rowNotes by person
 */

import { spentAt, stepAt } from "../core/timer.js";
import { PressGuard } from "./buttons.js";
import { AlarmList } from "./panels/alarms.js";
import { enteredAt, pausedAt } from "./panels/last_move.js";
import { onlyOtherLeaderHere } from "./panels/leaders.js";
import { personBy, toldApart } from "./panels/people.js";
import { SentSignal, SignalList } from "./panels/signals.js";
import { withPauses } from "./times.js";

const NOTE_STANDS = 8_000;
const YOUNG = 10_000;

/**
 * Holds what this page knows. It has no rules of its own: they are in the modules it asks, and the server's state is in
 * the LiveState.
 */
export class ConsoleModel {
  alarms = new AlarmList();
  signals = new SignalList();
  sentSignal = new SentSignal();
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
  /** An undo of this page's own is on its way. */
  undoing = false;
  /** @type {number | null | undefined} */
  #cameFrom;
  /** @type {import("./panels/last_move.js").Undone | null} */
  #undone = null;
  /** The small window is open, in which nobody is named. */
  poppedOut = false;
  #note = { text: "", until: 0 };
  /** @type {number | null} */
  #pausedSince = null;
  /** @type {number | null} */
  #enteredAt = null;
  /** @type {Snapshot | null} */
  #lastRunning = null;

  /**
   * @param {{liveState: LiveState, clock: ServerClock, presence: Presence, plan: Plan, credit: CreditFacts,
   *   me: {id: string, name: string}}} page
   */
  constructor({ liveState, clock, presence, plan, credit, me }) {
    this.liveState = liveState;
    this.clock = clock;
    this.presence = toldApart(presence);
    this.plan = plan;
    this.credit = credit;
    this.me = me;
    this.#follow(this.shared, null);
    liveState.subscribe((snapshot, before) => this.#follow(snapshot, before));
  }

  /** @returns {Snapshot} the server's newest */
  get shared() {
    return /** @type {Snapshot} */ (this.liveState.snapshot);
  }

  get connected() {
    return this.link.state !== "reconnecting";
  }

  /** @returns {boolean} the current step began less than ten seconds ago */
  get justEntered() {
    return this.#enteredAt !== null && this.clock.now() - this.#enteredAt < YOUNG;
  }

  /**
   * Takes a new list of people.
   *
   * @param {Presence} presence
   */
  learnPresence(presence) {
    this.presence = toldApart(presence);
    this.alarms.notice(this.shared, presence);
  }

  /**
   * Takes a signal; null when it is on no list.
   *
   * @param {SignalMessage} message
   */
  receiveSignal(message) {
    const sender = personBy(this.presence, message.from.id);
    const from = { ...message.from, name: sender?.name ?? message.from.name };
    return this.signals.receive({ ...message, from }, sender?.role === "leader");
  }

  /**
   * Another leader has seen a signal.
   *
   * @param {Seen} seen
   * @returns {string | null} what to say of one that this leader sent; null of any other
   */
  learnSeen(seen) {
    const now = this.clock.now();
    this.signals.seenElsewhere(seen, now);
    return this.sentSignal.seen(seen, !this.namesHidden && !this.poppedOut, now);
  }

  /**
   * Puts a note beside the buttons, for eight seconds.
   *
   * @param {string} text
   */
  say(text) {
    this.#note = { text, until: performance.now() + NOTE_STANDS };
  }

  /**
   * Puts a note beside the buttons.
   *
   * @param {string} text stands until something else is said
   */
  sayUntilAnswered(text) {
    this.#note = { text, until: Infinity };
  }

  /** Begins a private copy of the session. */
  keepTimeHere() {
    this.copy = new PrivateCopy(this.shared, this.plan);
  }

  /**
   * Everything one redraw needs, in one value: the server's facts, this page's own choices, and the moment. Panels read
   * it and nothing else, so what the page shows follows from what is known.
   *
   * @returns {ConsoleState}
   */
  current() {
    const showsCopy = this.copy !== null && !this.connected;
    return {
      snapshot: showsCopy && this.copy ? this.copy.snapshot : this.shared,
      shared: this.shared,
      showsCopy,
      divergedCopy: this.#divergedCopy(),
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
      signals: this.signals.unseen(this.clock.now()),
      sentSignal: this.sentSignal.text(this.clock.now()),
      dismissed: this.dismissed,
      lastRunning: this.#lastRunning,
      cameFrom: this.#cameFrom,
      undone: this.#undone,
      rowNotes: this.rowNotes,
    };
  }

  /** A private copy whose phase everybody has reached meanwhile has served its purpose. */
  #divergedCopy() {
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
    if (before) this.#followMove(snapshot, before);
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
   * From where the newest move came, and whether the newest act took one back: the server forgets a move that was undone,
   * so a state without one after a state with one tells it, but not who did it.
   *
   * @param {Snapshot} snapshot
   * @param {Snapshot} before
   */
  #followMove(snapshot, before) {
    const isNew = snapshot.lastMove && snapshot.lastMove.at !== before.lastMove?.at;
    if (isNew) this.#cameFrom = snapshot.revision === before.revision + 1 ? before.position : undefined;
    if (snapshot.lastMove) this.#undone = null;
    else if (before.lastMove) this.#undone = { by: this.#whoUndid(), at: snapshot.serverNow };
  }

  #whoUndid() {
    return this.undoing ? this.me.id : (onlyOtherLeaderHere(this.presence, this.me.id)?.id ?? null);
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
    this.sentSignal.clear();
    this.alarms = new AlarmList();
  }
}

/**
 * A copy of the session that a leader steps on this page alone. "Keep time here only": while the server is out of reach
 * a leader can step a copy of the session on this page. It is a snapshot like any other, so the page draws it with the
 * same words; it is never sent, and the server's state wins the moment it is back.
 */
export class PrivateCopy {
  #snapshot;
  #plan;

  /**
   * @param {Snapshot} snapshot the last one the server sent
   * @param {Plan} plan
   */
  constructor(snapshot, plan) {
    this.#snapshot = { ...snapshot, lastMove: null };
    this.#plan = plan;
  }

  get snapshot() {
    return this.#snapshot;
  }

  /**
   * Does on the copy what a command would do.
   *
   * @param {string} type a command's
   * @param {{seconds?: number, position?: number}} fields
   * @param {number} now
   * @returns {boolean} whether it means anything without the others
   */
  apply(type, { seconds = 0, position = 0 }, now) {
    const { clock, position: at } = this.#snapshot;
    if (!clock || at === null) return false;
    switch (type) {
      case "phase.next":
        return this.#goTo(at + 1, now);
      case "phase.back":
        return this.#goTo(at - 1, now);
      case "phase.goto":
        return this.#goTo(position, now);
      case "timer.pause":
        return this.#with({ ...clock, spent: spentAt(clock, now), runningSince: null });
      case "timer.resume":
        return this.#with({ ...clock, runningSince: clock.runningSince ?? now });
      case "timer.adjust":
        return this.#with({ ...clock, length: Math.max(0, clock.length + seconds * 1000) });
      default:
        return false;
    }
  }

  /**
   * @param {number} position
   * @param {number} now
   */
  #goTo(position, now) {
    const { clock, position: left, steps } = this.#snapshot;
    const target = steps.find((step) => step.position === position);
    if (!target || !clock) return false;
    const spent = spentAt(clock, now);
    this.#snapshot = {
      ...this.#snapshot,
      position,
      steps: steps.map((step) => (step.position === left ? { ...step, length: clock.length, spent } : step)),
      clock: { length: target.length ?? 0, spent: target.spent ?? 0, runningSince: now },
      guidance: this.#plan.text(position)?.leaders ?? "",
      presenterState: this.#plan.presenterState(position),
    };
    return true;
  }

  /** @param {Clock} clock */
  #with(clock) {
    this.#snapshot = { ...this.#snapshot, clock };
    return true;
  }
}
