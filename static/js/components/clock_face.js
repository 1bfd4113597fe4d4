/**
 * Draws how time stands for a participant.
 *
 * @typedef {import("../core/participant_time.js").TimeShown} TimeShown
 * @typedef {import("../core/types.js").Band} Band
 */

import { t } from "../core/words.js";
import { part, show, write } from "./parts.js";

/** @type {Record<Band, string>} */
const BAND_WORDS = { early: "early", middle: "middle", late: "late" };

/** @param {TimeShown} time */
export function drawTime(time) {
  drawBand(time.kind === "band" ? time.band : null);
  const figures = part("clock");
  const words = time.kind === "words" || time.kind === "figures" ? time.words : "";
  write(figures, words);
  show(figures, words !== "");
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
