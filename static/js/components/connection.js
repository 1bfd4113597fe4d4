/**
 * The connection as a page shows it: when a change counts, and the words of a participant's page.
 *
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 */

import { t } from "../core/words.js";
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

/** @param {Snapshot} snapshot */
function offlineText(snapshot) {
  if (snapshot.youPresent) {
    return t(
      "Not connected. You are still in the room on Zoom; if Zoom went too, use the link in your mail.",
    );
  }
  return t("Reconnecting… the session goes on in Zoom.");
}
