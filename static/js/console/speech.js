/**
 * What is said to a leader who listens rather than looks: one whole sentence for what changed, and nothing when nothing
 * did, so that a reconnect repeats no news. Fewer words beat complete ones: Zoom is talking at the same time.
 *
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/timer.js").TimerState} TimerState
 * @typedef {import("./console_model.js").ConsoleModel} ConsoleModel
 * @typedef {import("./console_model.js").ConsoleState} ConsoleState
 * @typedef {import("./panels/signals.js").Received} Received
 */

import { alarm, announce } from "../components/announcer.js";
import { remainingAt, timerState } from "../core/timer.js";
import { ended, MINUTE, t, tn } from "../core/words.js";
import { clockFace, phaseName } from "./panels/current_phase.js";
import { atTheDoor, doorWords } from "./panels/signals.js";
import { undoneBy } from "./panels/last_move.js";
import { leaderName } from "./panels/leaders.js";
import { personBy } from "./panels/people.js";
import { creditSpoken } from "./times.js";

/** Says what changed, through the announcer. */
export class Speech {
  #model;
  /** @type {TimerState} */
  #timer;
  #alarmed = false;
  /** @type {ReadonlySet<string>} */
  #atTheDoor = new Set();
  #lost = false;

  /** @param {ConsoleModel} model */
  constructor(model) {
    this.#model = model;
    this.#timer = timerState(model.shared, model.clock.now());
    model.liveState.subscribe((after, before) => {
      if (before) this.#changed(before, after);
    });
  }

  /**
   * Says what a redraw has brought: the alarm, and the end of the time.
   *
   * @param {ConsoleState} state what has just been drawn
   */
  sayNews(state) {
    const raised = state.alarms.presenterLost(performance.now()) === "raised";
    if (raised && !this.#alarmed)
      alarm(t("The presenter's page has gone quiet. Look for them in Zoom, or call."));
    this.#alarmed = raised;
    this.#sayDoor(state);
    this.#sayTimer(state);
  }

  /** @param {ConsoleState} state */
  #sayDoor({ presence, namesHidden }) {
    const people = atTheDoor(presence);
    const unnamed = namesHidden || this.#model.poppedOut;
    for (const { id, name } of people)
      if (!this.#atTheDoor.has(id)) announce(doorWords(unnamed ? "" : name), { lasting: true });
    this.#atTheDoor = new Set(people.map(({ id }) => id));
  }

  /** Says at once that Zoom records. */
  recordingStarted() {
    alarm(t("Zoom is recording. Stop it before anybody goes on."));
  }

  /**
   * Says who signals what.
   *
   * @param {Received} received
   */
  signal({ name, words }) {
    const unnamed = this.#model.namesHidden || this.#model.poppedOut;
    announce(ended(unnamed ? words : t("{name}: {words}", { name, words })), { lasting: true });
  }

  /**
   * Says when the connection has gone, and when it is back.
   *
   * @param {Link} link
   */
  link({ state }) {
    const lost = state === "reconnecting";
    if (lost && !this.#lost) announce(t("Not connected."));
    if (!lost && this.#lost)
      announce(t("Connected. Now: {phase}", { phase: ended(phaseName(this.#model.shared)) }));
    this.#lost = lost;
  }

  /**
   * Says how time stands.
   *
   * On the leader's own wish: the only time digits are spoken.
   */
  readTime() {
    const { snapshot, now, pausedSince, credit } = this.#model.current();
    const { digits, word } = clockFace(snapshot, now, { pausedSince, coarse: true });
    const time = t("{phase}: {time}, {word}.", { phase: phaseName(snapshot), time: digits, word });
    announce([time, creditSpoken(snapshot, credit, now)].join(" ").trim());
  }

  /**
   * @param {Snapshot} before
   * @param {Snapshot} after
   */
  #changed(before, after) {
    const current = this.#model.current();
    const state = { ...current, namesHidden: current.namesHidden || this.#model.poppedOut };
    const nameOf = (/** @type {string} */ id) =>
      id === this.#model.me.id ? t("You") : leaderName(state, id);
    const { undone } = state;
    const undoneName = undone ? undoneBy(undone, this.#model.me.id, nameOf) : "";
    const text =
      changeSpoken(before, after, { nameOf, undoneName }) ||
      presenterSpoken(before, after, (id) =>
        state.namesHidden ? "" : (personBy(state.presence, id)?.name ?? ""),
      );
    if (text) announce(text);
  }

  /** @param {ConsoleState} state */
  #sayTimer({ snapshot, now }) {
    const after = timerState(snapshot, now);
    const text = snapshot.clock ? timerSpoken(this.#timer, after, remainingAt(snapshot.clock, now)) : "";
    this.#timer = after;
    if (text) announce(text);
  }
}

/**
 * What is said of a new state.
 *
 * @param {Snapshot} before
 * @param {Snapshot} after
 * @param {{nameOf: (person: string) => string, undoneName?: string}} people `nameOf` says "You" for the leader of this
 *   page; `undoneName` is who took a move back, where that is the news
 * @returns {string} "" when there is nothing to say
 */
export function changeSpoken(before, after, { nameOf, undoneName = "" }) {
  if (before.meeting.status !== after.meeting.status && after.meeting.status === "closed") {
    return t("Closed. Everything but attendance is erased.");
  }
  if (undoneName && before.lastMove && !after.lastMove) return undoneSpoken(before, after, undoneName);
  const name = after.lastMove ? nameOf(after.lastMove.by) : "";
  if (before.position !== after.position) return movedSpoken(after, name);
  return clockSpoken(before, after, name);
}

/**
 * What is said of the presenter's mark. After a restart the same state comes back without it, which is no news.
 *
 * @param {Snapshot} before
 * @param {Snapshot} after
 * @param {(person: string) => string} nameOf "" while names are hidden
 * @returns {string}
 */
export function presenterSpoken(before, after, nameOf) {
  const [was, is] = [before.presenter ?? null, after.presenter ?? null];
  if (was === is || after.revision === before.revision || after.position === null) return "";
  if (is === null) return t("Nobody is marked as presenter.");
  const name = nameOf(is);
  return name ? t("{name} is marked as presenter.", { name }) : t("A presenter is marked.");
}

/**
 * What is said when the clock crosses into wrapping up or reaches its end.
 *
 * @param {TimerState} before
 * @param {TimerState} after
 * @param {number} left ms
 * @returns {string}
 */
export function timerSpoken(before, after, left) {
  if (before === "running" && after === "wrap_up") {
    return tn("{n} minute left.", "{n} minutes left.", Math.max(1, Math.round(left / MINUTE)));
  }
  const ran = before === "running" || before === "wrap_up";
  return ran && after === "over" ? t("Time is up, when you are ready.") : "";
}

/**
 * @param {Snapshot} before
 * @param {Snapshot} after
 * @param {string} name
 */
function undoneSpoken(before, after, name) {
  const happened = t("{name} undid that.", { name });
  return before.position === after.position
    ? happened
    : t("{happened} Now: {phase}", { happened, phase: ended(phaseName(after)) });
}

/**
 * @param {Snapshot} after
 * @param {string} name
 */
function movedSpoken(after, name) {
  const phase = ended(phaseName(after));
  if (!name || !after.clock) return t("Now: {phase}", { phase });
  const minutes = Math.round(after.clock.length / MINUTE);
  return tn("{name} moved to {phase} {n} minute.", "{name} moved to {phase} {n} minutes.", minutes)
    .replace("{name}", name)
    .replace("{phase}", phase);
}

/**
 * @param {Snapshot} before
 * @param {Snapshot} after
 * @param {string} name
 */
function clockSpoken(before, after, name) {
  if (!before.clock || !after.clock) return "";
  if (before.clock.runningSince !== null && after.clock.runningSince === null) return t("Paused.");
  if (before.clock.runningSince === null && after.clock.runningSince !== null) return t("Resumed.");
  const change = Math.round((after.clock.length - before.clock.length) / MINUTE);
  if (change !== 0) return adjustedSpoken(change, name);
  return after.lastMove?.type === "timer.spread" && after.lastMove.at !== before.lastMove?.at
    ? t("{name} shortened the rest.", { name })
    : "";
}

/**
 * @param {number} change whole minutes
 * @param {string} name
 */
function adjustedSpoken(change, name) {
  if (!name) return t("The time was changed.");
  const words =
    change > 0
      ? tn("{name} added {n} minute.", "{name} added {n} minutes.", change)
      : tn("{name} took {n} minute away.", "{name} took {n} minutes away.", -change);
  return words.replace("{name}", name);
}
