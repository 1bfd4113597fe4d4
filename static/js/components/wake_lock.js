/**
 * Keeps the screen from going dark while a session runs: a phone beside the computer shows the phase for an hour and a half
 * and nobody touches it. Browsers take the lock away whenever a page is hidden, so it is asked for again each time the page
 * becomes visible. A browser that has no such lock, or refuses it on a low battery, loses nothing else; nothing is said.
 *
 * @typedef {{release: () => Promise<void>, addEventListener: (event: "release", act: () => void) => void}} Lock
 *
 * @typedef {object} Display what is needed of the browser
 * @property {() => Promise<Lock>} request rejects where it is refused or not known
 * @property {() => boolean} isVisible
 * @property {(act: () => void) => void} onVisible
 */

import { thisBrowser } from "../transport/browser.js";

/** @type {Display} */
const thisDisplay = {
  request: async () => navigator.wakeLock.request("screen"),
  isVisible: () => document.visibilityState === "visible",
  onVisible: (act) => void thisBrowser.on("visible", act),
};

/** Holds the lock for as long as it is wanted. */
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
