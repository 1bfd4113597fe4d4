/**
 * A participant's buttons: "I am presenting", and the quiet signals to the leaders.
 *
 * @typedef {import("../core/types.js").Answer} Answer
 * @typedef {import("../core/types.js").Seen} Seen
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/live_state.js").LiveState} LiveState
 * @typedef {import("../transport/live_connection.js").Live} Live
 */

import { stepAt } from "../core/timer.js";
import { t } from "../core/words.js";
import { announce } from "./announcer.js";
import { buttons, part, show, write, writeOrHide } from "./parts.js";

const CLAIM_PHASES = new Set(["case_call", "case_choice"]);

/** Whoever tells the story already can still say that it was a mistake. */
const UNCLAIM_PHASES = new Set([...CLAIM_PHASES, "presentation"]);

/** The press whose hint stands under the buttons until there is something to say. */
const EXPLAINED = "word_with_leader";

/**
 * Draws the claim and sends its presses. "I am presenting" is offered while the case is being found and told, taken
 * back as quietly, and announced again by the page itself when the server has lost its memory.
 */
export class PresenterClaim {
  #mark = new PresenterMark();
  #box = part("claim");
  #note = part("claim-note");
  #said = "";
  #live;
  #state;
  #me;
  #redraw;

  /** @param {{live: Live, state: LiveState, me: string, redraw: () => void}} page */
  constructor({ live, state, me, redraw }) {
    this.#live = live;
    this.#state = state;
    this.#me = me;
    this.#redraw = redraw;
    for (const button of buttons("presenter.set")) button.addEventListener("click", () => void this.#claim());
    for (const button of buttons("presenter.clear"))
      button.addEventListener("click", () => void this.#unclaim());
  }

  /** The connection is gone. */
  linkLost() {
    this.#mark.linkLost();
  }

  /** @param {Snapshot} snapshot each one, in the order they come */
  notice(snapshot) {
    if (this.#mark.isLostIn(snapshot)) void this.#announceAgain();
  }

  /** @param {Snapshot} snapshot */
  draw(snapshot) {
    const offered = mayClaim(snapshot) || this.#mark.asks;
    if (!offered) this.#said = "";
    for (const button of buttons("presenter.set")) show(button, offered);
    for (const button of buttons("presenter.clear")) show(button, mayUnclaim(snapshot));
    writeOrHide(this.#note, this.#said);
    show(this.#box, offered || mayUnclaim(snapshot));
  }

  async #claim() {
    const answer = await this.#pressed(() => this.#live.command("presenter.set", { person: this.#me }));
    this.#say(answer);
  }

  async #unclaim() {
    const answer = await this.#pressed(() => this.#live.command("presenter.clear"));
    this.#say(answer);
    if (answer.ok) announce(t("You are not marked as presenter."));
  }

  async #announceAgain() {
    const answer = await this.#live.command("presenter.set", { person: this.#me });
    if (!answer.ok) this.#mark.ask();
    this.#redraw();
  }

  /**
   * A press made for a state that has just changed is still meant: a minute added elsewhere does not make
   * somebody else the presenter.
   *
   * @param {() => Promise<Answer>} press
   */
  async #pressed(press) {
    const revision = this.#state.revision;
    const answer = await press();
    if (answer.code !== "stale_revision" || this.#state.revision === revision) return answer;
    return press();
  }

  /** @param {Answer} answer */
  #say(answer) {
    this.#said = refusalWords(answer);
    if (this.#said) announce(this.#said);
    this.#redraw();
  }
}

/**
 * Whether "I am presenting" is offered: while a case is being found, and not once it is told. Whether somebody else is
 * marked is not this page's to know.
 *
 * @param {Snapshot} snapshot
 */
export function mayClaim(snapshot) {
  return (
    snapshot.role === "registrant" && !snapshot.youPresent && CLAIM_PHASES.has(stepAt(snapshot)?.phase ?? "")
  );
}

/**
 * Whether it can be taken back.
 *
 * @param {Snapshot} snapshot
 */
export function mayUnclaim(snapshot) {
  return snapshot.youPresent && UNCLAIM_PHASES.has(stepAt(snapshot)?.phase ?? "");
}

/**
 * Remembers, in memory only, that this page was the presenter's. The server keeps the mark in memory too; when
 * it has restarted, the same revision comes back without it, and this page announces the mark again. Where
 * the session has moved on meanwhile nobody but the person can know whether it still holds: they are asked.
 */
export class PresenterMark {
  /** @type {number | null} */
  #heldAt = null;
  #lostLink = false;
  #asks = false;

  /** The connection is gone; only after that can a mark be missing without anybody having cleared it. */
  linkLost() {
    this.#lostLink = true;
  }

  /** Whether the person is to be asked again, outside the phases in which everybody is. */
  get asks() {
    return this.#asks;
  }

  /**
   * @param {Snapshot} snapshot
   * @returns {boolean} whether the server has lost the mark and is to be told again; said once
   */
  isLostIn(snapshot) {
    if (snapshot.youPresent) return this.#hold(snapshot.revision);
    const forgotten = this.#lostLink && this.#heldAt === snapshot.revision;
    if (!forgotten) this.#letGo(snapshot);
    this.#heldAt = null;
    return forgotten;
  }

  /** The mark could not be announced again. */
  ask() {
    this.#asks = true;
  }

  /** @param {number} revision */
  #hold(revision) {
    this.#heldAt = revision;
    this.#lostLink = false;
    this.#asks = false;
    return false;
  }

  /** @param {Snapshot} snapshot */
  #letGo(snapshot) {
    if (this.#heldAt !== null && this.#lostLink) this.#asks = true;
    if (snapshot.presenterState === "none") this.#asks = false;
  }
}

/**
 * Draws the signals that are offered and sends them: "a word with a leader" and its like. Which of them stand there
 * follows from the phase; the answer is one line in one place, and nothing is kept of a press.
 */
export class SignalButtons {
  #live;
  /** @type {HTMLElement[]} */
  #buttons;
  #note = part("signal-note");
  #said = "";
  #id = "";

  /** @param {Live} live */
  constructor(live) {
    this.#live = live;
    this.#buttons = [...document.querySelectorAll("[data-signal]")].filter(
      (each) => each instanceof HTMLElement,
    );
    for (const button of this.#buttons) button.addEventListener("click", () => void this.#send(button));
  }

  /** @param {Snapshot} snapshot */
  draw(snapshot) {
    const offered = signalsOffered(snapshot);
    for (const button of this.#buttons) show(button, offered.includes(button.dataset.signal ?? ""));
    const explained = offered.includes(EXPLAINED) && isCaseTold(snapshot);
    write(this.#note, this.#said || (explained ? (this.#note.dataset.hint ?? "") : ""));
  }

  /** A new phase: what was pressed in the last one is no longer news. */
  forget() {
    this.#said = "";
    this.#id = "";
  }

  /**
   * A leader has seen a signal from this person.
   *
   * @param {Seen} seen
   */
  seen({ signalId }) {
    if (signalId === this.#id) this.#say(t("A leader has seen this."));
  }

  /** @param {HTMLElement} button */
  async #send(button) {
    const answer = await this.#live.signal(button.dataset.signal ?? "");
    this.#id = answer.signalId ?? "";
    this.#say(answerWords(answer));
  }

  /** @param {string} text */
  #say(text) {
    this.#said = text;
    write(this.#note, text);
    announce(text);
  }
}

/**
 * The presses that make sense now; the page shows those of them this reader was given.
 *
 * @param {Snapshot} snapshot
 * @returns {string[]}
 */
export function signalsOffered(snapshot) {
  if (!snapshot.youPresent) return ["word_with_leader", "room_not_private"];
  switch (snapshot.presenterState) {
    case "presenting":
    case "answering":
      return ["need_leader"];
    case "moving_back":
    case "back":
      return ["come_back", "need_leader"];
    default:
      return ["word_with_leader"];
  }
}

/**
 * Whether a case has been told: before, there is no patient whom anybody could recognise.
 *
 * @param {Snapshot} snapshot
 */
export function isCaseTold({ steps, position }) {
  return steps.some((step) => step.phase === "presentation" && step.position <= (position ?? 0));
}

/** @param {Answer} answer */
function refusalWords(answer) {
  if (answer.ok) return "";
  if (answer.code === "not_allowed") return t("Somebody is presenting already. A leader can change that.");
  if (answer.code === "unavailable")
    return t("This did not reach the session. Please press again, or tell a leader.");
  return t("The session has moved on. Please press again if you still want to.");
}

/** @param {Answer} answer */
function answerWords(answer) {
  if (answer.ok) return t("A leader can see this.");
  if (answer.code === "rate_limited") return t("A moment, please. Then press again.");
  return t("This did not reach the leaders. Say it in Zoom, or press again.");
}
