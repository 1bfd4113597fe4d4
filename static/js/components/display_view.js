/**
 * Draws the participants' page for a snapshot. It decides nothing: what is shown follows from the rules in
 * core/participant_view.js and core/participant_time.js, and the words from the server.
 *
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {Record<"clarifying_line" | "with_the_group" | "speak_to_each_other" | "nothing_to_do" | "invited_back"
 *   | "leaders_away", string>} Cards
 * @typedef {{group: string, quiet: Set<number>, cards: Cards}} Facts what does not change while the page is open
 * @typedef {{now: number, link: Link | null, longLost: boolean, turnedDown: boolean}} Circumstances
 */

import { hasClock, invitedBack, timeShown } from "../core/participant_time.js";
import {
  aliasOf,
  currentStep,
  guidanceStandsAlone,
  moreLine,
  showsPresenterCard,
  sitsBack,
} from "../core/participant_view.js";
import { t } from "../core/words.js";
import { drawTime } from "./clock_face.js";
import { drawConnection } from "./connection_note.js";
import { part, show, write, writeOrHide, writeParagraphs } from "./parts.js";
import { drawStrip } from "./strip.js";
import { drawWaiting } from "./waiting_view.js";

/** @returns {Facts} */
export function pageFacts() {
  const { group = "", quietPositions = "" } = part("display").dataset;
  const cards = JSON.parse(document.getElementById("cards")?.textContent ?? "{}");
  return { group, cards, quiet: new Set(quietPositions.split(",").filter(Boolean).map(Number)) };
}

/**
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
  const step = currentStep(snapshot);
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
    with_the_group: `${cards.with_the_group} ${cards.speak_to_each_other}`,
  };
  writeOrHide(part("more"), more[moreLine(snapshot)]);
  writeOrHide(part("leaders-away"), snapshot.leadersAway ? cards.leaders_away : "");
  show(part("presenter-card"), showsPresenterCard(snapshot));
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
