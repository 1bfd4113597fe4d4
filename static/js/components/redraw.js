/**
 * What every redraw of a live page needs: when the next one is due, where the focus stays, how a new phase comes in.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 */

import { SECOND } from "../core/format.js";
import { remainingAt } from "../core/timer.js";

const WORDS_EVERY = 5 * SECOND;

/** Just past the edge, so that a timer a little early does not draw the old figure again. */
const PAST_THE_EDGE = 5;

/**
 * Draws, and keeps the focus where it is. The one exception: a button that has just gone takes the focus away with
 * itself, and a reader without a pointer would start again at the top of the page.
 *
 * @param {HTMLElement} heading where the focus goes then
 * @param {() => void} draw
 */
export function keepFocus(heading, draw) {
  const focused = document.activeElement;
  draw();
  if (focused instanceof HTMLElement && focused !== document.body && !focused.checkVisibility()) {
    heading.focus({ preventScroll: true });
  }
}

/**
 * Draws with the one movement of these pages: a change of phase fades over in 200 ms, where the browser can and the
 * reader has not asked for less motion. It never delays a press: only words take part (see display.css).
 *
 * @param {() => void} draw
 */
export function crossFade(draw) {
  if (!document.startViewTransition || document.hidden || wantsStillness()) {
    draw();
    return;
  }
  const fade = document.startViewTransition(draw);
  fade.ready.catch(() => {
    /* skipped by the browser; the change itself is drawn all the same */
  });
}

/**
 * Wakes the page for its next visible change and not before: at the next second where seconds are shown, every
 * few seconds where words depend on the time, never where nothing does. The drawing reads the clock anew, so
 * a late wake-up in a hidden tab costs nothing but its lateness.
 */
export class Ticker {
  #timer = 0;
  #wake;

  /** @param {() => void} wake */
  constructor(wake) {
    this.#wake = wake;
  }

  /** @param {number | null} delay ms; null for "nothing will change by itself" */
  next(delay) {
    clearTimeout(this.#timer);
    if (delay !== null) this.#timer = window.setTimeout(this.#wake, delay);
  }
}

/**
 * How long until what a participant's page shows changes by itself.
 *
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {boolean} connected
 * @returns {number | null} ms; null for never
 */
export function untilNextChange(snapshot, now, connected) {
  if (!connected || snapshot.position === null) return WORDS_EVERY;
  if (!snapshot.clock || snapshot.clock.runningSince === null) return null;
  if (snapshot.participantClock === "minutes") return WORDS_EVERY;
  const left = remainingAt(snapshot.clock, now);
  if (left <= 0) return null;
  return (left % SECOND) + PAST_THE_EDGE;
}

function wantsStillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
