/**
 * The whole console, drawn together: the panels, the line at the top, and which buttons work.
 *
 * @typedef {import("./console_model.js").ConsoleModel} ConsoleModel
 * @typedef {import("./console_model.js").ConsoleState} ConsoleState
 */

import { mark, parts, show, within, write } from "../components/parts.js";
import { remainingAt } from "../core/timer.js";
import { SECOND, t } from "../core/words.js";
import { AlarmsPanel } from "./panels/alarms.js";
import { CurrentPhasePanel, GuidePanel } from "./panels/current_phase.js";
import { EndDialog, EndedPanel } from "./panels/ending.js";
import { LastMovePanel } from "./panels/last_move.js";
import { leadersText } from "./panels/leaders.js";
import { linkView, NoticesPanel } from "./panels/notices.js";
import { PeoplePanel } from "./panels/people.js";
import { PhasesPanel, PreviewPanel } from "./panels/phases.js";
import { PresenterPanel } from "./panels/presenter.js";
import { DoorPanel, SignalsPanel } from "./panels/signals.js";
import { QuestionPanel } from "./press_handler.js";
import { endChoices } from "./times.js";

const AFTER_THE_BEAT = 5;
const STEPS_A_COPY = /^(phase|timer)\.(?!spread)/;
const NEEDS_THE_SERVER = new Set(["page.signal", "page.end"]);

/** These two know more reasons than the connection. */
const DRAWN_ELSEWHERE = new Set(["next", "back"]);

/**
 * Draws all panels together from one state, on every message and once a second, on the second of the
 * clock that is shown; a hidden tab is drawn by its messages, since its timers sleep.
 */
export class Screen {
  /** @type {() => void} */
  #cancelNext = () => {};
  /** @type {(state: ConsoleState) => void} */
  #afterDrawing = () => {};
  #model;
  #panels;
  #alarms;
  #notices;
  #now;
  #after;

  /**
   * @param {Document} page
   * @param {ConsoleModel} model
   * @param {string} gathering
   * @param {(ms: number, act: () => void) => () => void} after calls `act` after so many ms, unless cancelled
   */
  constructor(page, model, gathering, after) {
    this.#model = model;
    this.#after = after;
    this.people = new PeoplePanel(page);
    this.phases = new PhasesPanel(page);
    this.masthead = new Masthead(page);
    this.endDialog = new EndDialog(page);
    this.#alarms = new AlarmsPanel(page);
    this.#notices = new NoticesPanel(page);
    this.#now = new CurrentPhasePanel(page);
    this.#panels = [
      this.masthead,
      new DoorPanel(page),
      new SignalsPanel(page),
      new QuestionPanel(page),
      new LastMovePanel(page),
      new PreviewPanel(page),
      new PresenterPanel(page),
      this.people,
      this.phases,
      new GuidePanel(page, gathering),
      this.endDialog,
      new EndedPanel(page),
      new CommandButtons(page),
    ];
  }

  /** @param {(state: ConsoleState) => void} listener hears of every redraw */
  afterDrawing(listener) {
    this.#afterDrawing = listener;
  }

  /**
   * @param {{own?: boolean}} [cause] `own`: this leader's press caused it
   */
  draw({ own = false } = {}) {
    const state = this.#model.current();
    this.#drawAgain(state);
    const alarms = this.#alarms.draw(state);
    this.#notices.draw(state);
    const view = this.#now.draw(state);
    for (const panel of this.#panels) panel.draw(state);
    this.#watchLabels(state, view, alarms, own);
    document.title =
      state.alarms.presenterLost(performance.now()) === "raised"
        ? t("Check the presenter · {title}", { title: view.title })
        : view.title;
    this.#afterDrawing(state);
  }

  /**
   * @param {ConsoleState} state
   * @param {import("./panels/current_phase.js").CurrentPhaseView} view
   * @param {string} alarms what stands above the buttons
   * @param {boolean} own
   */
  #watchLabels({ snapshot, me }, view, alarms, own) {
    const { guard } = this.#model;
    const at = performance.now();
    const byOther = snapshot.lastMove ? snapshot.lastMove.by !== me.id : !own;
    guard.shows("next", view.primary, { byOther, at });
    guard.shows("back", view.backLabel, { byOther, at });
    guard.shows("pause", view.pauseLabel, { byOther, at });
    guard.shows("place", alarms, { byOther: !own, at });
  }

  /** @param {ConsoleState} state */
  #drawAgain({ snapshot, now }) {
    this.#cancelNext();
    const left = snapshot.clock?.runningSince ? remainingAt(snapshot.clock, now) : -now;
    const toTheBeat = ((left % SECOND) + SECOND) % SECOND || SECOND;
    this.#cancelNext = this.#after(toTheBeat + AFTER_THE_BEAT, () => this.draw());
  }
}

/**
 * Draws the line at the top: who leads with you and how well this page is connected; and the menu's contents.
 */
class Masthead {
  #page;
  #part;

  /** @param {Document} page */
  constructor(page) {
    this.#page = page;
    this.#part = within(this.#page);
  }

  /** @param {ConsoleState} state */
  draw({ snapshot, presence, me, namesHidden, link, wall }) {
    const running = snapshot.position !== null;
    write(this.#part("leaders"), leadersText(presence, me.id, namesHidden));
    mark(this.#part("link-state"), "data-state", link.state);
    show(this.#part("link-state"), link.state !== "connected");
    show(this.#part("leaders"), link.state !== "reconnecting");
    write(this.#part("link-state"), linkView(link, wall).words);
    for (const label of parts("names-label", this.#page))
      write(label, namesHidden ? t("Show names") : t("Hide names"));
    show(this.#part("menu-time"), running);
    show(this.#part("menu-end-at"), running);
    show(this.#part("menu-end"), running);
    const reminderAway = snapshot.meeting.status !== "closed" && !snapshot.reminder.showing;
    show(this.#part("menu-reminder"), reminderAway);
    show(this.#part("tool-reminder"), reminderAway && (snapshot.position ?? 1) > 1);
  }

  /**
   * The times are made when the list opens: a button whose time changes under the finger would be a trap.
   *
   * @param {ConsoleState} state
   */
  offerEnds({ snapshot, now }) {
    const choices = endChoices(snapshot, now);
    for (const list of parts("end-choices", this.#page)) {
      list.replaceChildren(...choices.map(endButton));
      if (choices.length === 0) write(list, t("Resume first: a paused phase has no end."));
    }
  }
}

/**
 * Draws which buttons work. Without the server a command would go nowhere, so its button says so: it stays where it is
 * and can be reached, but is marked as not working. On a private copy what steps the copy works.
 */
class CommandButtons {
  #page;

  /** @param {Document} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {ConsoleState} state */
  draw({ link, showsCopy, snapshot }) {
    const connected = link.state !== "reconnecting";
    const works = connected || showsCopy;
    for (const opener of this.#page.querySelectorAll(".end-at > summary"))
      mark(opener, "aria-disabled", works ? null : "true");
    for (const button of this.#page.querySelectorAll("button[data-action]")) {
      const action = button.getAttribute("data-action") ?? "";
      if (DRAWN_ELSEWHERE.has(button.getAttribute("data-part") ?? "") || !isCommand(action)) continue;
      const reaches = connected || (showsCopy && STEPS_A_COPY.test(action));
      mark(button, "aria-disabled", reaches && isPossible(button, snapshot) ? null : "true");
    }
  }
}

/**
 * Whether the phase has the minutes that the button would take.
 *
 * @param {Element} button
 * @param {import("../core/types.js").Snapshot} snapshot
 */
function isPossible(button, { clock }) {
  const seconds = Number(button.getAttribute("data-seconds") ?? 0);
  return !clock || clock.length + seconds * SECOND >= 0;
}

/** @param {import("./times.js").EndChoice} choice */
function endButton({ time, seconds }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.dataset.action = "timer.adjust";
  button.dataset.seconds = String(seconds);
  button.textContent = time;
  return button;
}

/** @param {string} action */
function isCommand(action) {
  return !action.startsWith("page.") || NEEDS_THE_SERVER.has(action);
}
