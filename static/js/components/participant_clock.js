/**
 * How time stands for a participant: nothing, one to three blocks and a word, or a few figures, as the group
 * chose and the reader turned down. Reaching zero changes a word and nothing else.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/types.js").Band} Band
 *
 * @typedef {{kind: "none"} | {kind: "band", band: Band} | {kind: "words", words: string}
 *   | {kind: "figures", words: string}} TimeShown
 */

import { remainingAt, stepAt } from "../core/timer.js";
import { clockText, minutesText, t } from "../core/words.js";
import { part, show, write } from "./parts.js";

const BRINGS_BACK = new Set(["return", "interim_return"]);
const FIVE_MINUTES = 300_000;

/** @type {Record<number, string>} */
const ABOUT_MORE = {
  5: "About five minutes more.",
  10: "About ten minutes more.",
  15: "About fifteen minutes more.",
  20: "About twenty minutes more.",
  25: "About twenty-five minutes more.",
  30: "About thirty minutes more.",
  35: "About thirty-five minutes more.",
  40: "About forty minutes more.",
  45: "About forty-five minutes more.",
  50: "About fifty minutes more.",
  55: "About fifty-five minutes more.",
  60: "About an hour more.",
};

/** @type {Record<Band, string>} */
const BAND_WORDS = { early: "early", middle: "middle", late: "late" };
const KEY = "balint-live.clock";

/**
 * What is shown of the time.
 *
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {{quiet: Set<number>, turnedDown: boolean}} reader `quiet`: positions without a clock for anybody
 * @returns {TimeShown}
 */
export function timeShown(snapshot, now, { quiet, turnedDown }) {
  if (!hasClock(snapshot, quiet) || turnedDown) return { kind: "none" };
  if (isPaused(snapshot)) return { kind: "words", words: t("Paused") };
  if (snapshot.participantClock === "soft") return bandShown(snapshot);
  return figuresShown(snapshot, now);
}

/**
 * Whether there is anything to turn down. The presenter who sits back reads words, see `invitedBack`.
 *
 * @param {Snapshot} snapshot
 * @param {Set<number>} quiet
 */
export function hasClock(snapshot, quiet) {
  const { participantClock, position, presenterState, youPresent } = snapshot;
  if (participantClock === "hidden" || position === null) return false;
  return !quiet.has(position) && !(youPresent && presenterState === "back");
}

/**
 * Whether the clock is paused. The setting decides what is sent, so a page under `soft` learns of a pause by a word and
 * not by a figure.
 *
 * @param {Snapshot} snapshot
 */
export function isPaused(snapshot) {
  return snapshot.clock ? snapshot.clock.runningSince === null : (snapshot.paused ?? false);
}

/**
 * When the presenter who sits back will be asked in again, without digits whatever the setting. "Soon" is
 * said only where the next phase is the return.
 *
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {{turnedDown: boolean, beforeTheClose: string}} reader
 * @returns {string}
 */
export function invitedBack(snapshot, now, { turnedDown, beforeTheClose }) {
  if (turnedDown || snapshot.participantClock === "hidden") return beforeTheClose;
  const soon = t("You will be invited back soon.");
  if (!snapshot.clock) return snapshot.band === "late" && returnsNext(snapshot) ? soon : beforeTheClose;
  const left = untilReturn(snapshot, now);
  return left < FIVE_MINUTES / 2 ? soon : t(ABOUT_MORE[nearestFive(left)] ?? beforeTheClose);
}

/**
 * Draws what is shown of the time.
 *
 * @param {TimeShown} time
 */
export function drawTime(time) {
  drawBand(time.kind === "band" ? time.band : null);
  const figures = part("clock");
  const words = time.kind === "words" || time.kind === "figures" ? time.words : "";
  write(figures, words);
  show(figures, words !== "");
}

/**
 * Whether the reader has chosen to see no clock. Down only: the group's setting is the most anybody sees. The choice
 * stays on this device, under a key that names nobody.
 *
 * @returns {boolean}
 */
export function isTurnedDown() {
  try {
    return localStorage.getItem(KEY) === "hidden";
  } catch {
    return false;
  }
}

/** @param {boolean} turnedDown remembered from now on */
export function turnDown(turnedDown) {
  try {
    if (turnedDown) localStorage.setItem(KEY, "hidden");
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing forgets the choice with the page.
  }
}

/**
 * @param {Snapshot} snapshot
 * @returns {TimeShown}
 */
function bandShown({ band }) {
  return band ? { kind: "band", band } : { kind: "none" };
}

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {TimeShown}
 */
function figuresShown({ clock, participantClock }, now) {
  if (!clock) return { kind: "none" };
  const left = remainingAt(clock, now);
  if (left <= 0) return { kind: "words", words: t("finishing") };
  if (participantClock === "minutes") return { kind: "words", words: minutesText(left) };
  return { kind: "figures", words: clockText(left) };
}

/** @param {Snapshot} snapshot */
function returnsNext(snapshot) {
  return BRINGS_BACK.has(stepAt(snapshot, 1)?.phase ?? "");
}

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {number} ms: what is left of this step and of those before the return
 */
function untilReturn(snapshot, now) {
  let left = snapshot.clock ? Math.max(0, remainingAt(snapshot.clock, now)) : 0;
  for (const step of stepsAfter(snapshot)) {
    if (BRINGS_BACK.has(step.phase)) break;
    left += step.length ?? 0;
  }
  return left;
}

/** @param {Snapshot} snapshot */
function stepsAfter(snapshot) {
  const here = stepAt(snapshot)?.position ?? Infinity;
  return snapshot.steps.filter((step) => step.position > here);
}

/** @param {number} ms */
function nearestFive(ms) {
  return 5 * Math.round(ms / FIVE_MINUTES);
}

/** @param {Band | null} band */
function drawBand(band) {
  const blocks = part("blocks");
  show(blocks, band !== null);
  if (band) blocks.dataset.band = band;
  const word = part("band");
  show(word, band !== null);
  write(word, band ? t(BAND_WORDS[band]) : "");
}
