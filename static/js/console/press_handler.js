/**
 * What a press does, and the question that may come before it.
 *
 * @typedef {import("../core/types.js").Answer} Answer
 * @typedef {import("../core/types.js").CommandFields} CommandFields
 * @typedef {import("../transport/live_connection.js").Live} Live
 * @typedef {import("./console_model.js").ConsoleModel} ConsoleModel
 * @typedef {import("./screen.js").Screen} Screen
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("./panels/phases.js").Plan} Plan
 * @typedef {import("./console_model.js").ConsoleState} ConsoleState
 * @typedef {{type: string} & CommandFields} CommandRequest
 *
 * @typedef {object} Question
 * @property {"quorum" | "presenter"} kind
 * @property {string} text
 * @property {{label: string, type: string, position?: number}[]} choices type "" puts the question away
 */

import { announce } from "../components/announcer.js";
import { mark, part, show, write } from "../components/parts.js";
import { stepAt } from "../core/timer.js";
import { t } from "../core/words.js";
import { thisBrowser } from "../transport/browser.js";
import { CommandFeedback, refusalText, staleText, watchSilence } from "./command_feedback.js";
import { leaderName } from "./panels/leaders.js";
import { outOfView } from "./panels/phases.js";

const CATCH_UP_WITHIN = 4_000;
const BETWEEN_MOVES = 600;

/**
 * Takes a press to its answer. In order: a private copy takes what means something without the others; a move
 * that leaves somebody behind asks first; then the command goes out, one at a time, because each is made for
 * the revision the one before brings about.
 *
 * Minutes pressed while one is on its way are added up and follow as one. A second move is dropped, since a
 * double press must never move the group by two. Roll marks need no revision and wait for nobody.
 */
export class PressHandler {
  #model;
  #live;
  #screen;
  #feedback;
  #sentAt = -Infinity;
  #movedAt = -Infinity;
  #underway = false;
  #secondsWaiting = 0;

  /** @param {{model: ConsoleModel, live: Live, screen: Screen}} page */
  constructor({ model, live, screen }) {
    this.#model = model;
    this.#live = live;
    this.#screen = screen;
    this.#feedback = new CommandFeedback(model, screen);
  }

  /** Whether a command has no answer yet. */
  get busy() {
    return this.#underway;
  }

  /**
   * Does what a press asks for.
   *
   * @param {CommandRequest} request
   * @param {{asked?: boolean}} [how] `asked`: the page's question has been answered
   */
  async press(request, { asked = false } = {}) {
    if (!this.#model.connected) this.#withoutServer(request);
    else if (request.type === "attendance.mark") await this.#markAttendance(request);
    else if (this.#underway) this.#whileUnderway(request);
    else if (movesTheGroup(request) && performance.now() - this.#movedAt < BETWEEN_MOVES) return;
    else if (asked || !this.#asks(request)) await this.#send(request);
  }

  /**
   * Says why nothing happens: a button that does not work just now was pressed all the same.
   *
   * @param {string} type its command
   */
  explain(type) {
    if (!this.#model.connected) this.#feedback.say(t("Not connected. Nothing was sent."));
    else this.#feedback.say(refusalText("invalid", type));
  }

  /** @param {CommandRequest} request */
  #withoutServer({ type, ...fields }) {
    if (this.#model.copy?.apply(type, fields, this.#model.clock.now())) this.#screen.draw({ own: true });
    else this.explain(type);
  }

  /** @param {CommandRequest} request */
  #whileUnderway({ type, seconds = 0 }) {
    if (type === "timer.adjust") this.#secondsWaiting += seconds;
    else if (performance.now() - this.#sentAt > BETWEEN_MOVES)
      this.#feedback.say(t("Still waiting for the answer to your last press."));
  }

  /** @param {CommandRequest} request */
  #asks(request) {
    const { presence, plan, shared } = this.#model;
    this.#model.question = questionBefore(request, { snapshot: shared, presence, plan });
    if (this.#model.question) this.#model.previewing = null;
    this.#screen.draw({ own: true });
    return this.#model.question !== null;
  }

  /** @param {CommandRequest} request */
  async #markAttendance(request) {
    const { type, ...fields } = request;
    const ended = this.#watchSilence(request);
    const answer = await this.#live.command(type, fields);
    ended();
    this.#feedback.answered(request, answer, this.#sentence(type, answer, false));
  }

  /** @param {CommandRequest} request */
  async #send(request) {
    const { type, ...fields } = request;
    this.#sentAt = performance.now();
    if (movesTheGroup(request)) this.#movedAt = this.#sentAt;
    this.#underway = true;
    this.#model.undoing = type === "move.undo";
    this.#feedback.sending(request);
    const ended = this.#watchSilence(request);
    const answer = await this.#live.command(type, fields);
    const late = ended();
    await this.#caughtUp(answer.revision ?? 0);
    this.#feedback.answered(request, answer, this.#sentence(type, answer, late));
    this.#model.undoing = false;
    this.#underway = false;
    await this.#sendWaiting(answer.ok);
  }

  /** @param {CommandRequest} request */
  #watchSilence(request) {
    return watchSilence((text) => this.#feedback.waiting(request, text), thisBrowser.after);
  }

  /** @param {boolean} ok */
  async #sendWaiting(ok) {
    const seconds = this.#secondsWaiting;
    this.#secondsWaiting = 0;
    if (ok && seconds !== 0) await this.press({ type: "timer.adjust", seconds });
  }

  /**
   * @param {string} type
   * @param {Answer} answer
   * @param {boolean} late
   */
  #sentence(type, answer, late) {
    if (answer.ok) return late ? t("Your press took effect.") : "";
    if (answer.code !== "stale_revision") return refusalText(answer.code ?? "unavailable", type);
    return staleText(this.#model.shared, this.#whoWasFaster());
  }

  #whoWasFaster() {
    const {
      shared: { lastMove },
      me,
      poppedOut,
    } = this.#model;
    if (!lastMove || (poppedOut && lastMove.by !== me.id)) return null;
    return lastMove.by === me.id
      ? t("Another page of yours")
      : leaderName(this.#model.current(), lastMove.by);
  }

  /**
   * The answer may overtake the state it speaks of; the next command must not be made for an older one.
   *
   * @param {number} revision
   * @returns {Promise<void>}
   */
  #caughtUp(revision) {
    const { liveState } = this.#model;
    if (liveState.revision >= revision) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(tooLate);
        stop();
        resolve();
      };
      const tooLate = setTimeout(end, CATCH_UP_WITHIN);
      const stop = liveState.subscribe((snapshot) => {
        if (snapshot.revision >= revision) end();
      });
    });
  }
}

/**
 * The question to ask before a command is sent. There are two, and both stand where the button was; neither is ever
 * asked by the server: below quorum the leaders decide, and a presenter left sitting back cannot be brought
 * back once people have gone.
 *
 * @param {CommandRequest} request
 * @param {{snapshot: Snapshot, presence: Presence, plan: Plan}} page
 * @returns {Question | null} null when the request can be sent as it is
 */
export function questionBefore(request, { snapshot, presence, plan }) {
  if (request.type === "meeting.open") return belowQuorum(presence);
  const target = targetOf(request, snapshot);
  return target !== null && leavesBehind(snapshot, target, plan)
    ? presenterFirst(request, snapshot, plan, target)
    : null;
}

/**
 * Draws the inline question, in the place of the button it was asked for. The focus goes to the question and not to
 * an answer, so that the press still falling answers nothing.
 */
export class QuestionPanel {
  #box;
  #words;
  #choices;
  #next;
  /** @type {Question | null} */
  #shown = null;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#box = part("question", page);
    this.#words = part("question-words", page);
    this.#choices = ["first", "second", "third"].map((which) => part(`question-${which}`, page));
    this.#next = part("next", page);
  }

  /** @param {ConsoleState} state */
  draw({ question }) {
    if (question === this.#shown) return;
    const held = this.#box.contains(document.activeElement);
    this.#shown = question;
    show(this.#box, question !== null);
    if (question) this.#ask(question);
    else if (held) this.#next.focus();
  }

  /** @param {Question} question */
  #ask({ kind, text, choices }) {
    mark(this.#box, "data-kind", kind);
    write(this.#words, text);
    this.#choices.forEach((button, index) => {
      show(button, choices[index] !== undefined);
      write(button, choices[index]?.label ?? "");
    });
    this.#box.focus();
    announce(text);
  }
}

/** @param {CommandRequest} request */
function movesTheGroup({ type }) {
  return type.startsWith("phase.") || type === "meeting.open";
}

/**
 * @param {CommandRequest} request
 * @param {Snapshot} snapshot
 * @returns {number | null}
 */
function targetOf({ type, position }, snapshot) {
  if (type === "phase.next") return stepAt(snapshot, 1)?.position ?? null;
  if (type === "phase.back") return stepAt(snapshot, -1)?.position ?? null;
  return type === "phase.goto" ? (position ?? null) : null;
}

/**
 * @param {Snapshot} snapshot
 * @param {number} target
 * @param {Plan} plan
 */
function leavesBehind(snapshot, target, plan) {
  return outOfView(snapshot.presenterState) && ["none", "in_circle"].includes(plan.presenterState(target));
}

/**
 * @param {CommandRequest} request
 * @param {Snapshot} snapshot
 * @param {Plan} plan
 * @param {number} target
 * @returns {Question | null}
 */
function presenterFirst(request, snapshot, plan, target) {
  const position = plan.nextReturn(snapshot.position ?? 0);
  const bringBack = position === null ? [] : [{ label: t("Bring them back"), type: "phase.goto", position }];
  const goOn = t("Go on to {phase}", { phase: plan.text(target)?.name ?? "" });
  return {
    kind: "presenter",
    text: t("Bring the presenter back first?"),
    choices: [...bringBack, { label: goOn, ...request }, { label: t("Stay here"), type: "" }],
  };
}

/**
 * @param {Presence} presence
 * @returns {Question | null}
 */
function belowQuorum({ here, quorum }) {
  if (here >= quorum) return null;
  return {
    kind: "quorum",
    text: t("{here} of {quorum} needed are here. Start anyway?", { here, quorum }),
    choices: [
      { label: t("Start"), type: "meeting.open" },
      { label: t("Wait"), type: "" },
    ],
  };
}
