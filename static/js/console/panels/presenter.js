/**
 * The presenter's card. It says how the presenter stands in this phase, which follows from the phase alone,
 * and whether their page answers, which follows from presence alone.
 *
 * @typedef {import("../console_model.js").ConsoleState} ConsoleState
 * @typedef {import("../../core/types.js").Snapshot} Snapshot
 * @typedef {import("../../core/types.js").Presence} Presence
 * @typedef {import("../../core/types.js").Person} Person
 * @typedef {import("./phases.js").Plan} Plan
 *
 * @typedef {object} PresenterView
 * @property {boolean} shown
 * @property {string} heading
 * @property {string} page whether their page answers; "" while nobody is marked
 * @property {boolean} pageHere
 * @property {string} warning what leaders should know beyond that, or ""
 * @property {boolean} marked
 * @property {boolean} ticks the minute of sitting back
 * @property {number | null} bringBackTo the position in which they return, where the primary button does not lead there
 */

import { mark, part, show, showOrLeave, within, write } from "../../components/parts.js";
import { t } from "../../core/words.js";
import { choosing, personBy } from "./people.js";
import { goToText, returnFurtherOn } from "./phases.js";

/**
 * Draws the presenter's card. Its three ticks are for the leaders' eyes: they live in the page, are sent nowhere,
 * and are empty again for the next time somebody sits back.
 */
export class PresenterPanel {
  #root;
  #part;
  #heading;
  /** @type {number | null} */
  #tickedFor = null;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#root = part("presenter", page);
    this.#part = within(this.#root);
    this.#heading = part("phase-name", page);
  }

  /** @param {ConsoleState} state */
  draw({ snapshot, presence, plan, namesHidden, alarms, link }) {
    const view = presenterView(snapshot, presence, plan, {
      namesHidden,
      lost: alarms.isPresenterLost,
      stale: link.state === "reconnecting",
    });
    showOrLeave(this.#root, view.shown, this.#heading);
    write(this.#part("presenter-heading"), view.heading);
    write(this.#part("presenter-page"), view.page);
    mark(this.#part("presenter-page"), "data-here", String(view.pageHere));
    show(this.#part("presenter-warning"), view.warning !== "");
    write(this.#part("presenter-warning"), view.warning);
    showOrLeave(this.#part("presenter-acts"), view.marked, this.#heading);
    show(this.#part("bring-back"), view.bringBackTo !== null);
    mark(
      this.#part("bring-back"),
      "data-position",
      view.bringBackTo === null ? null : String(view.bringBackTo),
    );
    write(this.#part("bring-back"), goToText(plan, view.bringBackTo));
    this.#drawTicks(view.ticks, snapshot.position);
  }

  /**
   * @param {boolean} shown
   * @param {number | null} position
   */
  #drawTicks(shown, position) {
    show(this.#part("ticks"), shown);
    if (position === this.#tickedFor) return;
    this.#tickedFor = position;
    for (const tick of this.#root.querySelectorAll("input")) tick.checked = false;
  }
}

/**
 * What the card shows.
 *
 * @param {Snapshot} snapshot
 * @param {Presence} presence
 * @param {Plan} plan
 * @param {{namesHidden: boolean, lost: boolean, stale?: boolean}} page `lost`: the alarm, which is faster than the list
 *   of people; `stale`: nothing has been heard of anybody since this page lost its connection
 * @returns {PresenterView}
 */
export function presenterView(snapshot, presence, plan, { namesHidden, lost, stale = false }) {
  const { position, presenterState } = snapshot;
  const told = presenterState === "presenting"; // by the nudge that nobody is marked
  const person = snapshot.presenter ? personBy(presence, snapshot.presenter) : undefined;
  const marked = Boolean(snapshot.presenter);
  return {
    shown: position !== null && (marked || (choosing(snapshot) && !told)),
    heading: headingText(snapshot, person && !namesHidden ? person.name : ""),
    page: person ? pageText(lost ? "gone" : person.state, stale) : "",
    pageHere: person?.state === "here" && !lost && !stale,
    warning: warningText(snapshot, person),
    marked,
    ticks: presenterState === "moving_back",
    bringBackTo: returnFurtherOn(snapshot, plan),
  };
}

/**
 * @param {Snapshot} snapshot
 * @param {string} name
 */
function headingText(snapshot, name) {
  if (!snapshot.presenter) return t("Nobody is marked as presenter");
  const words = standingText(snapshot);
  if (name)
    return words ? t("{name}: {standing}", { name, standing: words }) : t("{name}: presenter", { name });
  return words ? t("Presenter: {standing}", { standing: words }) : t("A presenter is marked");
}

/** @param {Snapshot} snapshot */
function standingText({ presenterState }) {
  return {
    none: "",
    presenting: t("presenting"),
    answering: t("answering"),
    moving_back: t("moving back"),
    back: t("sitting back"),
    returned: t("back with the group"),
    in_circle: t("in the circle"),
  }[presenterState];
}

/**
 * @param {Person["state"]} state
 * @param {boolean} stale
 */
function pageText(state, stale) {
  const words = pageWords(state);
  return stale ? t("last known: {words}", { words }) : words;
}

/** @param {Person["state"]} state */
function pageWords(state) {
  return {
    expected: t("no page open"),
    here: t("page here"),
    reconnecting: t("page reconnecting"),
    gone: t("page gone quiet"),
    at_the_door: t("at the door"),
  }[state];
}

/**
 * @param {Snapshot} snapshot
 * @param {Person | undefined} person
 */
function warningText(snapshot, person) {
  if (!snapshot.presenter)
    return choosing(snapshot) ? t("If someone is presenting, mark them in the list of people.") : "";
  if (person?.state === "expected")
    return t("This screen cannot warn you if the presenter drops. Keep an eye on Zoom.");
  return "";
}
