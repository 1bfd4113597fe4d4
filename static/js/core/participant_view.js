/**
 * What a participant's page shows for a snapshot, as plain values and without touching the page. The same
 * rules stand in the templates (components/phase.html, components/time.html), which draw the first state.
 *
 * @typedef {import("./types.js").Snapshot} Snapshot
 * @typedef {import("./types.js").Step} Step
 */

const PRESENTER_CARD_PHASES = new Set(["case_call", "presentation", "clarifying"]);
const CLAIM_PHASES = new Set(["case_call", "presentation"]);
const SPOKEN_BACK_TO_THE_GROUP = new Set(["outer_reflections"]);

/**
 * @param {Snapshot} snapshot
 * @returns {Step | null}
 */
export function currentStep(snapshot) {
  return snapshot.steps.find((step) => step.position === snapshot.position) ?? null;
}

/**
 * @param {Snapshot} snapshot
 * @returns {boolean} whether this reader is the presenter and sits back right now
 */
export function sitsBack(snapshot) {
  return snapshot.youPresent && snapshot.presenterState === "back";
}

/**
 * The small word beside a phase's name: newcomers know neither "pushback" nor what it means.
 *
 * @param {Step | null} step
 */
export function aliasOf(step) {
  return step?.phase === "pushback" ? "pushback" : "";
}

/** @typedef {"clarifying" | "with_the_group" | "none"} MoreLine */

/**
 * The line under the guidance. What the others read while the presenter sits back is not for the presenter.
 *
 * @param {Snapshot} snapshot
 * @returns {MoreLine}
 */
export function moreLine(snapshot) {
  if (currentStep(snapshot)?.phase === "clarifying") return "clarifying";
  return snapshot.presenterState === "back" && !snapshot.youPresent ? "with_the_group" : "none";
}

/** @param {Snapshot} snapshot */
export function showsPresenterCard(snapshot) {
  return snapshot.youPresent && PRESENTER_CARD_PHASES.has(currentStep(snapshot)?.phase ?? "");
}

/**
 * In the outer circle's round the presenter's own text says all there is to say.
 *
 * @param {Snapshot} snapshot
 */
export function guidanceStandsAlone(snapshot) {
  return sitsBack(snapshot) && SPOKEN_BACK_TO_THE_GROUP.has(currentStep(snapshot)?.phase ?? "");
}

/**
 * Whether "I am presenting" is offered. Whether somebody else is marked is not this page's to know.
 *
 * @param {Snapshot} snapshot
 */
export function mayClaim(snapshot) {
  return snapshot.role === "registrant" && !snapshot.youPresent && isClaimable(snapshot);
}

/** @param {Snapshot} snapshot */
export function mayUnclaim(snapshot) {
  return snapshot.youPresent && isClaimable(snapshot);
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

/** @param {Snapshot} snapshot */
function isClaimable(snapshot) {
  return CLAIM_PHASES.has(currentStep(snapshot)?.phase ?? "");
}
