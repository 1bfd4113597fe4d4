/**
 * The alarms: what is standing, and how it is shown.
 *
 * @typedef {import("../console_model.js").ConsoleState} ConsoleState
 * @typedef {import("../../core/types.js").Alarm} Alarm
 * @typedef {import("../../core/types.js").Presence} Presence
 * @typedef {import("../../core/types.js").Snapshot} Snapshot
 * @typedef {"raised" | "waiting" | "waited"} AlarmStage
 */

import { mark, part, show, shownParts, within, write } from "../../components/parts.js";
import { t } from "../../core/words.js";
import { goToText, outOfView } from "./phases.js";

const WAIT = 120_000;

/**
 * Draws the alarms. The presenter's is the strongest thing this product ever does, because Zoom shows nothing; and even
 * that is only seen, never heard. It is solid while they sit back and nobody could see them go, a card otherwise.
 */
export class AlarmsPanel {
  #root;
  #part;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#root = part("alarms", page);
    this.#part = within(this.#root);
  }

  /**
   * @param {ConsoleState} state
   * @returns {string} what is standing
   */
  draw(state) {
    this.#drawPresenter(state);
    show(this.#part("recording-alarm"), state.alarms.recording);
    return shownParts(this.#root);
  }

  /** @param {ConsoleState} state */
  #drawPresenter({ alarms, snapshot, plan }) {
    const stage = alarms.presenterLost(performance.now());
    const back = outOfView(snapshot.presenterState) ? plan.nextReturn(snapshot.position ?? 0) : null;
    show(this.#part("presenter-alarm"), stage !== null);
    mark(
      this.#part("presenter-alarm"),
      "data-state",
      stage === "raised" && outOfView(snapshot.presenterState) ? "raised" : "card",
    );
    write(this.#part("presenter-alarm-words"), alarmWords(stage));
    show(this.#part("alarm-wait"), stage !== "waiting");
    show(this.#part("alarm-bring-back"), back !== null);
    mark(this.#part("alarm-bring-back"), "data-position", back === null ? null : String(back));
    write(this.#part("alarm-bring-back"), goToText(plan, back));
  }
}

/**
 * Keeps what is standing of the alarms. The server raises and ends them; this console only answers: "They are here"
 * puts the presenter's alarm away until it is raised anew, "Wait two minutes" makes it small for that long.
 * Neither is told to anybody, since each leader has to have seen it with their own eyes.
 *
 * A page opened after the alarm was raised has missed the message, so presence raises it too: a marked
 * presenter whose page does not answer while they sit back is the same fact. The other way round presence is
 * believed only once it has shown the person quiet: the alarm can be faster than the list.
 */
export class AlarmList {
  #presenterLost = false;
  #putAway = false;
  /** @type {number | null} */
  #waitingSince = null;
  /** @type {Set<string>} */
  #leadersLost = new Set();
  #recording = false;
  /** @type {Set<string>} */
  #quiet = new Set();

  /**
   * Takes an alarm from the server.
   *
   * @param {Alarm} alarm
   */
  receive({ alarm, person, over = false }) {
    if (alarm === "presenter_lost") this.#presenter(!over);
    if (alarm === "recording_started") this.#recording = !over;
    if (alarm !== "leader_lost") return;
    if (!over && person) this.#leadersLost.add(person);
    else if (person) this.#leadersLost.delete(person);
    else this.#leadersLost.clear();
  }

  /**
   * Takes what a new state or a new list of people says about alarms.
   *
   * @param {Snapshot} snapshot
   * @param {Presence} presence
   */
  notice(snapshot, presence) {
    const { presenter } = snapshot;
    for (const { id, state } of presence.people) {
      if (state === "here" && this.#quiet.delete(id)) this.#cameBack(id, presenter);
      if (state === "reconnecting" || state === "gone") this.#quiet.add(id);
    }
    if (presenter && this.#quiet.has(presenter) && outOfView(snapshot.presenterState)) this.#presenter(true);
    if (!presenter || !watched(snapshot)) this.#presenter(false);
  }

  /**
   * How the presenter's alarm stands.
   *
   * @param {number} at ms of a steady clock
   * @returns {AlarmStage | null} of the presenter's alarm
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

  /** Puts the presenter's alarm away. */
  theyAreHere() {
    this.#putAway = true;
  }

  /**
   * Makes the presenter's alarm small for two minutes.
   *
   * @param {number} at ms of a steady clock
   */
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

/** @param {AlarmStage | null} stage */
function alarmWords(stage) {
  if (stage === "waiting") return t("Waiting two minutes for the presenter. Look for them in Zoom.");
  if (stage === "waited") return t("Two minutes are up. Go on when you are ready.");
  return t("The presenter's page has gone quiet. Look for them in Zoom, or call.");
}

/** @param {Snapshot} snapshot */
function watched({ presenterState }) {
  return outOfView(presenterState) || presenterState === "presenting" || presenterState === "answering";
}
