/**
 * How a participant's page says whether it is connected: a word at the top, and while it is not, a sentence
 * that sends nobody looking for help, since the session goes on in Zoom.
 *
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 */

import { t } from "../core/words.js";
import { part, show, write, writeOrHide } from "./parts.js";

const PLAIN_LIST_AFTER = 60_000;

/**
 * @param {Link | null} link null until the first attempt has succeeded or been lost
 * @param {Snapshot} snapshot
 */
export function drawConnection(link, snapshot) {
  const state = link?.state ?? "starting";
  const word = part("link-state");
  word.dataset.state = state;
  show(word, true);
  write(word, t(WORDS[state]));
  writeOrHide(part("offline-note"), state === "reconnecting" ? offlineText(snapshot) : "");
}

/**
 * @param {Link | null} link
 * @param {number} wall this device's wall clock
 */
export function isLongLost(link, wall) {
  return link?.state === "reconnecting" && wall - link.since >= PLAIN_LIST_AFTER;
}

/** @type {Record<string, string>} */
const WORDS = {
  starting: "connecting",
  connected: "connected",
  slow: "connected",
  reconnecting: "reconnecting",
};

/** @param {Snapshot} snapshot */
function offlineText(snapshot) {
  if (snapshot.youPresent) {
    return t(
      "Not connected. You are still in the room on Zoom; if Zoom went too, use the link in your mail.",
    );
  }
  return t("Reconnecting… the session goes on in Zoom.");
}
