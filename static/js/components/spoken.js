/**
 * What a participant's page says aloud, through the announcer: few words, since Zoom is talking. Bands, minutes
 * and time added or taken are silent; nothing is repeated on reconnecting unless the phase really changed.
 *
 * @typedef {import("../core/types.js").LinkState} LinkState
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 */

import { isPaused } from "../core/participant_time.js";
import { currentStep, sitsBack } from "../core/participant_view.js";
import { t } from "../core/words.js";

/**
 * @param {Snapshot} snapshot
 * @param {Snapshot | null} before
 */
export function isNewPhase(snapshot, before) {
  return snapshot.position !== before?.position || snapshot.youPresent !== before?.youPresent;
}

/**
 * @param {Snapshot} snapshot
 * @param {Snapshot | null} before
 * @param {boolean} clockShown
 * @returns {string} empty for nothing
 */
export function spokenChange(snapshot, before, clockShown) {
  const step = currentStep(snapshot);
  if (step && snapshot.position !== before?.position) {
    return t("Now: {phase}. {guidance}", { phase: step.name, guidance: snapshot.guidance });
  }
  const pausedNow = isPaused(snapshot) && before !== null && !isPaused(before);
  return pausedNow && clockShown && !sitsBack(snapshot) ? t("Paused.") : "";
}

/**
 * @param {LinkState} now
 * @param {LinkState | undefined} before
 */
export function spokenLink(now, before) {
  if (now === "reconnecting") return t("Reconnecting.");
  return before === "reconnecting" ? t("Connected.") : "";
}
