/**
 * What is standing of the alarms. The server raises and ends them; this console only answers: "They are here"
 * puts the presenter's alarm away until it is raised anew, "Wait two minutes" makes it small for that long.
 * Neither is told to anybody, since each leader has to have seen it with their own eyes.
 *
 * A page opened after the alarm was raised has missed the message, so presence raises it too: a marked
 * presenter whose page does not answer while they sit back is the same fact. The other way round presence is
 * believed only once it has shown the person quiet: the alarm can be faster than the list.
 *
 * @typedef {import("../core/types.js").Alarm} Alarm
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {"raised" | "waiting" | "waited"} Standing
 */

import { sitsBack } from "./plan.js";

const WAIT = 120_000;

export class AlarmBoard {
  #presenterLost = false;
  #putAway = false;
  /** @type {number | null} */
  #waitingSince = null;
  /** @type {Set<string>} */
  #leadersLost = new Set();
  #recording = false;
  /** @type {Set<string>} */
  #quiet = new Set();

  /** @param {Alarm} alarm */
  receive({ alarm, person, over = false }) {
    if (alarm === "presenter_lost") this.#presenter(!over);
    if (alarm === "recording_started") this.#recording = !over;
    if (alarm !== "leader_lost") return;
    if (!over && person) this.#leadersLost.add(person);
    else if (person) this.#leadersLost.delete(person);
    else this.#leadersLost.clear();
  }

  /**
   * @param {Snapshot} snapshot
   * @param {Presence} presence
   */
  notice(snapshot, presence) {
    const { presenter } = snapshot;
    for (const { id, state } of presence.people) {
      if (state === "here" && this.#quiet.delete(id)) this.#cameBack(id, presenter);
      if (state === "reconnecting" || state === "gone") this.#quiet.add(id);
    }
    if (presenter && this.#quiet.has(presenter) && sitsBack(snapshot.presenterState)) this.#presenter(true);
    if (!presenter || !watched(snapshot)) this.#presenter(false);
  }

  /**
   * @param {number} at ms of a steady clock
   * @returns {Standing | null} of the presenter's alarm
   */
  presenterLost(at) {
    if (!this.#presenterLost || this.#putAway) return null;
    if (this.#waitingSince === null) return "raised";
    return at - this.#waitingSince < WAIT ? "waiting" : "waited";
  }

  /** Their page does not answer, whether or not the alarm has been put away. */
  get isPresenterLost() {
    return this.#presenterLost;
  }

  /** @returns {string[]} ids */
  get leadersLost() {
    return [...this.#leadersLost];
  }

  get recording() {
    return this.#recording;
  }

  theyAreHere() {
    this.#putAway = true;
  }

  /** @param {number} at ms of a steady clock */
  waitTwoMinutes(at) {
    this.#waitingSince = at;
  }

  recordingStopped() {
    this.#recording = false;
  }

  /**
   * @param {string} id
   * @param {string | null | undefined} presenter
   */
  #cameBack(id, presenter) {
    this.#leadersLost.delete(id);
    if (id === presenter) this.#presenter(false);
  }

  /** @param {boolean} lost */
  #presenter(lost) {
    if (lost && this.#presenterLost) return;
    this.#presenterLost = lost;
    this.#putAway = false;
    this.#waitingSince = null;
  }
}

/** @param {Snapshot} snapshot */
function watched({ presenterState }) {
  return sitsBack(presenterState) || presenterState === "presenting" || presenterState === "answering";
}
