/**
 * The participants' page: what it shows for a snapshot, and what it says aloud. The words come from the server, and the
 * same rules stand in the templates (pages/live/display.html, components/time.html), which draw the first state.
 *
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/types.js").Step} Step
 * @typedef {import("../core/types.js").LinkState} LinkState
 *
 * @typedef {Record<"clarifying_line" | "with_the_group" | "speak_to_each_other" | "nothing_to_do" | "invited_back"
 *   | "leaders_away", string>} Cards
 * @typedef {{group: string, quiet: Set<number>, cards: Cards}} Facts what does not change while the page is open
 * @typedef {{now: number, link: Link | null, longLost: boolean, turnedDown: boolean}} Circumstances
 */

import { stepAt } from "../core/timer.js";
import { ended, MINUTE, t, timeOfDay, untilStart } from "../core/words.js";
import { drawConnection } from "./live_page.js";
import { drawTime, hasClock, invitedBack, isPaused, timeShown } from "./participant_clock.js";
import { part, parts, show, write, writeOrHide, writeParagraphs } from "./parts.js";

const PRESENTER_CARD_PHASES = new Set(["case_call", "case_choice", "presentation", "clarifying"]);
const SPOKEN_BACK_TO_THE_GROUP = new Set(["outer_reflections"]);
const NOBODY_OPENED_AFTER = 10 * MINUTE;

/** @returns {Facts} as the server has put them into the page */
export function pageFacts() {
  const { group = "", quietPositions = "" } = part("display").dataset;
  const cards = JSON.parse(document.getElementById("cards")?.textContent ?? "{}");
  return { group, cards, quiet: new Set(quietPositions.split(",").filter(Boolean).map(Number)) };
}

/**
 * Draws everything but the buttons.
 *
 * @param {Snapshot} snapshot
 * @param {Facts} facts
 * @param {Circumstances} circumstances
 */
export function drawDisplay(snapshot, facts, circumstances) {
  drawFrame(snapshot);
  drawHeading(snapshot, facts);
  drawClock(snapshot, facts, circumstances);
  drawWords(snapshot, facts);
  drawSittingBack(snapshot, facts, circumstances);
  drawConnection(circumstances.link, snapshot);
  drawStrip(part("strip"), snapshot, circumstances.longLost);
  if (snapshot.position === null) drawWaiting(snapshot, circumstances.now);
}

/**
 * Whether this reader is the presenter and sits back right now.
 *
 * @param {Snapshot} snapshot
 * @returns {boolean}
 */
export function sitsBack(snapshot) {
  return snapshot.youPresent && snapshot.presenterState === "back";
}

/**
 * The small word beside a phase's name: newcomers know neither "pushback" nor what it means.
 *
 * @param {Step | undefined} step
 */
export function aliasOf(step) {
  return step?.phase === "pushback" ? "pushback" : "";
}

/** @typedef {"clarifying" | "with_the_group" | "speak" | "none"} MoreLine */

/**
 * The line under the guidance. What the others read while the presenter sits back is not for the presenter; and the
 * outer circle is not asked to speak.
 *
 * @param {Snapshot} snapshot
 * @returns {MoreLine}
 */
export function moreLine(snapshot) {
  if (stepAt(snapshot)?.phase === "clarifying") return "clarifying";
  if (snapshot.presenterState !== "back" || snapshot.youPresent) return "none";
  return snapshot.role === "observer" ? "with_the_group" : "speak";
}

/**
 * Whether the card for whoever presents is shown.
 *
 * @param {Snapshot} snapshot
 */
export function showsPresenterCard(snapshot) {
  return snapshot.youPresent && PRESENTER_CARD_PHASES.has(stepAt(snapshot)?.phase ?? "");
}

/**
 * Whether nothing stands beside the guidance: in the outer circle's round the presenter's own text says all there is to
 * say.
 *
 * @param {Snapshot} snapshot
 */
export function guidanceStandsAlone(snapshot) {
  return sitsBack(snapshot) && SPOKEN_BACK_TO_THE_GROUP.has(stepAt(snapshot)?.phase ?? "");
}

/**
 * Writes the start in the reader's own time too. The server prints the group's time, the only one it knows; a reader
 * elsewhere reads their own before it.
 *
 * @param {Snapshot} snapshot
 */
export function drawOwnTime(snapshot) {
  const place = part("start");
  const groups = place.dataset.groupTime ?? "";
  const own = timeOfDay(snapshot.meeting.scheduledStart);
  if (own === groups) return;
  write(place, t("{own} where you are, {groups} in {city}", { own, groups, city: place.dataset.city ?? "" }));
}

/**
 * Whether it is time to say that no leader has opened.
 *
 * @param {number} start
 * @param {number} now
 * @returns {boolean}
 */
export function nobodyOpened(start, now) {
  return now - start >= NOBODY_OPENED_AFTER;
}

/**
 * Whether the page is another one now: another phase, or this reader has become the presenter.
 *
 * @param {Snapshot} snapshot
 * @param {Snapshot | null} before
 */
export function isNewPhase(snapshot, before) {
  return snapshot.position !== before?.position || snapshot.youPresent !== before?.youPresent;
}

/**
 * What is said aloud of a change: few words, since Zoom is talking. Bands, minutes and time added or taken are silent;
 * nothing is repeated on reconnecting unless the phase really changed.
 *
 * @param {Snapshot} snapshot
 * @param {Snapshot | null} before
 * @param {boolean} clockShown
 * @returns {string} "" for nothing
 */
export function spokenChange(snapshot, before, clockShown) {
  const step = stepAt(snapshot);
  if (step && snapshot.position !== before?.position) {
    return t("Now: {phase} {guidance}", { phase: ended(step.name), guidance: snapshot.guidance });
  }
  if (before !== null && snapshot.youPresent && !before.youPresent) return t("You are marked as presenter.");
  const pausedNow = isPaused(snapshot) && before !== null && !isPaused(before);
  return pausedNow && clockShown && !sitsBack(snapshot) ? t("Paused.") : "";
}

/**
 * What is said aloud of the connection.
 *
 * @param {LinkState} now
 * @param {LinkState | undefined} before
 */
export function spokenLink(now, before) {
  if (now === "reconnecting") return t("Reconnecting.");
  return before === "reconnecting" ? t("Connected.") : "";
}

/**
 * Draws the strip of phases by name: done, now, later. The server draws the list; only the marks change. While the page
 * has been disconnected for a while it is a plain list of phases, since nobody here knows where the group is.
 *
 * @param {HTMLElement} list
 * @param {Snapshot} snapshot
 * @param {boolean} plain
 */
function drawStrip(list, snapshot, plain) {
  list.dataset.plain = String(plain);
  for (const item of list.children) {
    if (item instanceof HTMLElement) drawItem(item, snapshot.position, plain);
  }
}

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 */
function drawWaiting(snapshot, now) {
  const start = snapshot.meeting.scheduledStart;
  write(part("wait-note"), waitNote(untilStart(start, now)));
  show(part("nobody-opened"), nobodyOpened(start, now));
}

/** @param {Snapshot} snapshot */
function drawFrame(snapshot) {
  const running = snapshot.meeting.status === "running";
  for (const element of document.querySelectorAll("[data-while]")) {
    if (element instanceof HTMLElement) show(element, (element.dataset.while === "running") === running);
  }
  const { dataset } = part("display");
  dataset.view = running ? "running" : "waiting";
  dataset.reminder = snapshot.reminder.showing ? "showing" : "away";
  show(part("reminder"), snapshot.reminder.showing);
  setMood(sitsBack(snapshot) ? "back" : null);
}

/** @param {string | null} mood */
function setMood(mood) {
  const { dataset } = document.documentElement;
  if (mood) dataset.mood = mood;
  else delete dataset.mood;
}

/**
 * @param {Snapshot} snapshot
 * @param {Facts} facts
 */
function drawHeading(snapshot, { group }) {
  const step = stepAt(snapshot);
  const name = step ? step.name : t("You are here");
  write(part("phase-name"), name);
  writeOrHide(part("phase-alias"), t(aliasOf(step)));
  const title = t("{phase} · {group}", { phase: step ? step.name : t("Waiting"), group });
  if (document.title !== title) document.title = title;
}

/**
 * @param {Snapshot} snapshot
 * @param {Facts} facts
 * @param {Circumstances} circumstances
 */
function drawClock(snapshot, { quiet }, { now, link, turnedDown }) {
  const connected = link?.state !== "reconnecting";
  drawTime(connected ? timeShown(snapshot, now, { quiet, turnedDown }) : { kind: "none" });
  const choice = part("clock-choice");
  show(choice, hasClock(snapshot, quiet));
  write(choice, turnedDown ? t("Show the clock") : t("Hide my clock"));
  show(part("time"), connected && hasClock(snapshot, quiet));
}

/**
 * @param {Snapshot} snapshot
 * @param {Facts} facts
 */
function drawWords(snapshot, { cards }) {
  writeParagraphs(part("guidance"), snapshot.guidance);
  const more = {
    none: "",
    clarifying: cards.clarifying_line,
    with_the_group: cards.with_the_group,
    speak: `${cards.with_the_group} ${cards.speak_to_each_other}`,
  };
  writeOrHide(part("more"), more[moreLine(snapshot)]);
  writeOrHide(part("leaders-away"), snapshot.leadersAway ? cards.leaders_away : "");
  show(part("presenter-card"), showsPresenterCard(snapshot));
  for (const line of parts("next-date")) show(line, stepAt(snapshot)?.phase === "closing");
}

/**
 * @param {Snapshot} snapshot
 * @param {Facts} facts
 * @param {Circumstances} circumstances
 */
function drawSittingBack(snapshot, { cards }, { now, turnedDown }) {
  const back = sitsBack(snapshot);
  const alone = guidanceStandsAlone(snapshot);
  show(part("calm"), back && !alone);
  show(part("nothing-to-do"), back && !alone);
  part("guidance").dataset.alone = String(alone);
  const reader = { turnedDown, beforeTheClose: cards.invited_back };
  writeOrHide(part("invited-back"), back ? invitedBack(snapshot, now, reader) : "");
}

/**
 * @param {HTMLElement} item
 * @param {number | null} now
 * @param {boolean} plain
 */
function drawItem(item, now, plain) {
  const state = plain ? "later" : stateOf(Number(item.dataset.position), now);
  if (item.dataset.state === state) return;
  item.dataset.state = state;
  if (state === "now") item.setAttribute("aria-current", "step");
  else item.removeAttribute("aria-current");
  const word = item.querySelector("[data-part='state-word']");
  if (word) write(word, stateWord(state));
}

/**
 * @param {number} position
 * @param {number | null} now
 */
function stateOf(position, now) {
  if (now === null || position > now) return "later";
  return position === now ? "now" : "done";
}

/** @param {string} state */
function stateWord(state) {
  return state === "done" ? t("done") : "";
}

/** @param {string} soon */
function waitNote(soon) {
  if (!soon) return t("A leader will open the session.");
  return t("The session starts {soon}. A leader will open it.", { soon });
}
