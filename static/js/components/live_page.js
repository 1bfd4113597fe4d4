/**
 * What a live page needs around its drawing: how the connection is shown, when the next redraw is due, where the focus
 * stays, how a new phase comes in, and that the screen stays awake.
 *
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 *
 * @typedef {{release: () => Promise<void>, addEventListener: (event: "release", act: () => void) => void}} Lock
 *
 * @typedef {object} Display what is needed of the browser for the screen to stay awake
 * @property {() => Promise<Lock>} request rejects where it is refused or not known
 * @property {() => boolean} isVisible
 * @property {(act: () => void) => void} onVisible
 */

import { remainingAt } from "../core/timer.js";
import { SECOND, t } from "../core/words.js";
import { thisBrowser } from "../transport/browser.js";
import { part, show, write, writeOrHide } from "./parts.js";

const SETTLES_AFTER = 1_500;
const PLAIN_LIST_AFTER = 60_000;

/** @type {Record<string, string>} */
const STATE_WORDS = {
  starting: "connecting",
  connected: "connected",
  slow: "connected",
  reconnecting: "reconnecting",
};

const WORDS_EVERY = 5 * SECOND;

/** Just past the edge, so that a timer a little early does not draw the old figure again. */
const PAST_THE_EDGE = 5;

/**
 * Holds back a change of the connection: good news at once, a loss only when it has lasted a moment, so that a
 * socket replaced within a second (or a page that is being left) does not flicker.
 */
export class SettledLink {
  /** @type {Link | null} */
  #current = null;
  #timer = 0;
  #changed;

  /** @param {(now: Link, before: Link | null) => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  /** The link as it is shown; null until the first attempt has succeeded or been lost. */
  get current() {
    return this.#current;
  }

  /** @param {Link} link as it is now */
  notice(link) {
    clearTimeout(this.#timer);
    if (link.state === "reconnecting") this.#timer = window.setTimeout(() => this.#take(link), SETTLES_AFTER);
    else this.#take(link);
  }

  /** @param {Link} link */
  #take(link) {
    const before = this.#current;
    this.#current = link;
    if (before?.state !== link.state) this.#changed(link, before);
  }
}

/**
 * Draws how a participant's page says whether it is connected: a word at the top, and while it is not, a sentence
 * that sends nobody looking for help, since the session goes on in Zoom.
 *
 * @param {Link | null} link null until the first attempt has succeeded or been lost
 * @param {Snapshot} snapshot
 */
export function drawConnection(link, snapshot) {
  const state = link?.state ?? "starting";
  const word = part("link-state");
  word.dataset.state = state;
  show(word, true);
  write(word, t(STATE_WORDS[state]));
  writeOrHide(part("offline-note"), state === "reconnecting" ? offlineText(snapshot) : "");
}

/**
 * Whether the connection has been lost for so long that nobody here knows where the group is.
 *
 * @param {Link | null} link
 * @param {number} wall this device's wall clock
 */
export function isLongLost(link, wall) {
  return link?.state === "reconnecting" && wall - link.since >= PLAIN_LIST_AFTER;
}

/**
 * Draws, and keeps the focus where it is. The one exception: a button that has just gone takes the focus away with
 * itself, and a reader without a pointer would start again at the top of the page.
 *
 * @param {HTMLElement} heading where the focus goes then
 * @param {() => void} draw
 */
export function keepFocus(heading, draw) {
  const page = heading.ownerDocument;
  const focused = page.activeElement;
  draw();
  if (focused && focused !== page.body && !focused.checkVisibility()) {
    heading.focus({ preventScroll: true });
  }
}

/**
 * Draws with the one movement of these pages: a change of phase fades over in 200 ms, where the browser can and the
 * reader has not asked for less motion. It never delays a press: only words take part (see css/components/display.css).
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
  /** @type {() => void} */
  #cancel = () => {};
  #wake;
  #after;

  /**
   * @param {() => void} wake
   * @param {(ms: number, act: () => void) => () => void} after
   */
  constructor(wake, after) {
    this.#wake = wake;
    this.#after = after;
  }

  /** @param {number | null} delay ms; null for "nothing will change by itself" */
  next(delay) {
    this.#cancel();
    if (delay !== null) this.#cancel = this.#after(delay, this.#wake);
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

/** Whether this device can have a small window beside the page: not a telephone, whose whole screen it would cover. */
export function canPopOut() {
  const { documentPictureInPicture: floating } = /** @type {any} */ (window);
  return floating !== undefined || hasDesktop();
}

/** Whether there is room for windows and a pointer to move them. */
export function hasDesktop() {
  return matchMedia("(hover: hover) and (pointer: fine)").matches;
}

/** @param {Snapshot} snapshot */
function offlineText(snapshot) {
  if (snapshot.youPresent) {
    return t(
      "Not connected. You are still in the room on Zoom; if Zoom is gone too, use the link in your e-mail.",
    );
  }
  return t("Reconnecting… the session goes on in Zoom.");
}

function wantsStillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** @type {Display} */
const thisDisplay = {
  request: async () => navigator.wakeLock.request("screen"),
  isVisible: () => document.visibilityState === "visible",
  onVisible: (act) => void thisBrowser.on("visible", act),
};

/**
 * Keeps the screen from going dark while a session runs: a phone beside the computer shows the phase for an hour and a half
 * and nobody touches it. Browsers take the lock away whenever a page is hidden, so it is asked for again each time the page
 * becomes visible. A browser that has no such lock, or refuses it on a low battery, loses nothing else; nothing is said.
 */
export class WakeLock {
  #wanted = false;
  #asking = false;
  /** @type {Lock | null} */
  #lock = null;
  #display;

  /** @param {Display} [display] */
  constructor(display = thisDisplay) {
    this.#display = display;
    display.onVisible(() => void this.#ask());
  }

  /** @param {boolean} wanted from now on */
  keep(wanted) {
    this.#wanted = wanted;
    if (wanted) void this.#ask();
    else this.#letGo();
  }

  async #ask() {
    if (!this.#wanted || this.#lock || this.#asking || !this.#display.isVisible()) return;
    this.#asking = true;
    try {
      this.#hold(await this.#display.request());
    } catch {
      // Refused or not known: the screen follows the device's own setting.
    }
    this.#asking = false;
    if (!this.#wanted) this.#letGo();
  }

  /** @param {Lock} lock */
  #hold(lock) {
    this.#lock = lock;
    lock.addEventListener("release", () => {
      if (this.#lock === lock) this.#lock = null;
    });
  }

  #letGo() {
    void this.#lock?.release();
    this.#lock = null;
  }
}
