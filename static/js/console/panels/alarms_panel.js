/**
 * The presenter's alarm is the strongest thing this product ever does, because Zoom shows nothing; and even that
 * is only seen, never heard. It is solid while they sit back and nobody could see them go, a card otherwise.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { mark, part, show, shownParts, within, write } from "../../components/parts.js";
import { t } from "../../core/words.js";
import { sitsBack } from "../plan.js";

export class AlarmsPanel {
  #root;
  #part;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#root = part("alarms", page);
    this.#part = within(this.#root);
  }

  /**
   * @param {Scene} scene
   * @returns {string} what is standing
   */
  draw(scene) {
    this.#drawPresenter(scene);
    show(this.#part("recording-alarm"), scene.alarms.recording);
    return shownParts(this.#root);
  }

  /** @param {Scene} scene */
  #drawPresenter({ alarms, snapshot, plan }) {
    const state = alarms.presenterLost(performance.now());
    const back = sitsBack(snapshot.presenterState) ? plan.nextReturn(snapshot.position ?? 0) : null;
    show(this.#part("presenter-alarm"), state !== null);
    mark(
      this.#part("presenter-alarm"),
      "data-state",
      state === "raised" && sitsBack(snapshot.presenterState) ? "raised" : "card",
    );
    write(this.#part("presenter-alarm-words"), alarmWords(state));
    show(this.#part("alarm-wait"), state !== "waiting");
    show(this.#part("alarm-bring-back"), back !== null);
    mark(this.#part("alarm-bring-back"), "data-position", back === null ? null : String(back));
  }
}

/** @param {import("../alarm_board.js").Standing | null} standing */
function alarmWords(standing) {
  if (standing === "waiting") return t("Waiting two minutes for the presenter. Look for them in Zoom.");
  if (standing === "waited") return t("Two minutes are up. Go on when you are ready.");
  return t("The presenter's page has gone quiet. Look for them in Zoom, or call.");
}
