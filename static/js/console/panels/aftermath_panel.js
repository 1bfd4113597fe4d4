/**
 * What stands under the row of buttons: who moved last and the undo for its ten seconds, or for a moment the
 * answer to a press that changed nothing; beneath it the offer to spread. It lies below everything that moves
 * the group, so nothing here can shift a button away under a finger.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { mark, part, show, showOrLeave, within, write } from "../../components/parts.js";
import { t } from "../../core/words.js";
import { moveLine, undoView } from "../move_view.js";
import { leaderName } from "../scene.js";
import { offeredSpread } from "../spread_preview.js";
import { spreadWords } from "../spread_words.js";

export class AftermathPanel {
  #part;
  #refuge;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#part = within(part("now", page));
    this.#refuge = part("phase-name", page);
  }

  /** @param {Scene} scene */
  draw(scene) {
    const line = moveLine(scene.snapshot, scene.now, {
      me: scene.me.id,
      nameOf: (person) => leaderName(scene, person),
    });
    mark(this.#part("aftermath"), "data-news", line?.byOther && line.fresh ? "true" : null);
    show(this.#part("press-note"), scene.note !== "");
    write(this.#part("press-note"), scene.note);
    show(this.#part("move-line"), scene.note === "");
    write(this.#part("move-line"), line?.text ?? "");
    this.#drawUndo(scene);
    this.#drawSpread(scene);
  }

  /** @param {Scene} scene */
  #drawUndo({ snapshot, now, link }) {
    const undo = link.state === "reconnecting" ? null : undoView(snapshot, now);
    showOrLeave(this.#part("undo"), undo !== null, this.#refuge);
    write(this.#part("undo-label"), t("Undo: {what}", { what: undo?.what ?? "" }));
    write(this.#part("undo-seconds"), String(undo?.seconds ?? ""));
  }

  /** @param {Scene} scene */
  #drawSpread({ snapshot, plan, now, link }) {
    const preview = link.state === "reconnecting" ? null : offeredSpread(snapshot, plan, now);
    const words = preview && spreadWords(snapshot, preview);
    showOrLeave(this.#part("spread"), words !== null, this.#refuge);
    if (!words) return;
    write(this.#part("spread-line"), words.line);
    showOrLeave(this.#part("spread-button"), words.button !== null, this.#refuge);
    write(this.#part("spread-button"), words.button ?? "");
  }
}
