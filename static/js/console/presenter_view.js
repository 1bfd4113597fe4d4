/**
 * The presenter's card. It says how the presenter stands in this phase, which follows from the phase alone,
 * and whether their page answers, which follows from presence alone.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("../core/types.js").Person} Person
 * @typedef {import("./plan.js").Plan} Plan
 *
 * @typedef {object} PresenterView
 * @property {boolean} shown
 * @property {string} heading
 * @property {string} page whether their page answers; "" while nobody is marked
 * @property {boolean} pageHere
 * @property {string} warning what leaders should know beyond that, or ""
 * @property {boolean} marked
 * @property {boolean} ticks the minute of sitting back
 * @property {number | null} bringBackTo the position "Bring them back" goes to
 */

import { stepAt } from "../core/timer.js";
import { t } from "../core/words.js";
import { personBy } from "./people_view.js";
import { sitsBack } from "./plan.js";

/**
 * @param {Snapshot} snapshot
 * @param {Presence} presence
 * @param {Plan} plan
 * @param {{namesHidden: boolean, lost: boolean}} page `lost`: the alarm, which is faster than the list of people
 * @returns {PresenterView}
 */
export function presenterView(snapshot, presence, plan, { namesHidden, lost }) {
  const { position, presenterState } = snapshot;
  const person = snapshot.presenter ? personBy(presence, snapshot.presenter) : undefined;
  const marked = Boolean(snapshot.presenter);
  return {
    shown: position !== null && (marked || choosing(snapshot)),
    heading: headingText(snapshot, person && !namesHidden ? person.name : ""),
    page: person ? pageWords(lost ? "gone" : person.state) : "",
    pageHere: person?.state === "here" && !lost,
    warning: warningText(snapshot, person),
    marked,
    ticks: presenterState === "moving_back",
    bringBackTo: position !== null && sitsBack(presenterState) ? plan.nextReturn(position) : null,
  };
}

/**
 * @param {Snapshot} snapshot
 * @returns {boolean} somebody should be marked now, so each row offers it by one press
 */
export function choosing(snapshot) {
  if (snapshot.presenter || snapshot.position === null) return false;
  const phase = stepAt(snapshot)?.phase;
  return (
    phase === "case_call" ||
    ["presenting", "answering", "moving_back", "back"].includes(snapshot.presenterState)
  );
}

/**
 * @param {Snapshot} snapshot
 * @param {string} name
 */
function headingText(snapshot, name) {
  if (!snapshot.presenter) return t("Nobody is marked as presenter");
  const words = standing(snapshot);
  if (name)
    return words ? t("{name}: {standing}", { name, standing: words }) : t("{name}: presenter", { name });
  return words ? t("Presenter: {standing}", { standing: words }) : t("A presenter is marked");
}

/** @param {Snapshot} snapshot */
function standing({ presenterState }) {
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

/** @param {Person["state"]} state */
function pageWords(state) {
  return {
    expected: t("no page open"),
    here: t("page here"),
    reconnecting: t("page reconnecting"),
    gone: t("page gone quiet"),
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
