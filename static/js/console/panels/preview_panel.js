/**
 * Looking at a phase without moving anyone. The banner says where the group is and keeps its clock in view;
 * moving everyone is a button of its own, and no key reaches it.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { mark, part, show, within, write } from "../../components/parts.js";
import { t } from "../../core/words.js";
import { clockFace, phaseName } from "../now_view.js";

export class PreviewPanel {
  #root;
  #part;
  #main;
  /** @type {number | null} */
  #shown = null;

  /**
   * @param {ParentNode} page
   */
  constructor(page) {
    this.#root = part("preview", page);
    this.#part = within(this.#root);
    this.#main = part("console", page);
  }

  /** @param {Scene} scene */
  draw(scene) {
    const { previewing, snapshot } = scene;
    show(this.#root, previewing !== null);
    mark(this.#main, "data-previewing", previewing === null ? null : "true");
    const opened = previewing !== null && previewing !== this.#shown;
    this.#shown = previewing;
    if (previewing === null) return;
    this.#drawBanner(scene);
    this.#drawTexts(scene, previewing);
    const elsewhere = snapshot.position !== null && snapshot.position !== previewing;
    show(this.#part("move-everyone"), elsewhere);
    mark(this.#part("move-everyone"), "data-position", String(previewing));
    if (opened) this.#part("preview-name").focus();
  }

  /** @param {Scene} scene */
  #drawBanner(scene) {
    const { snapshot, now } = scene;
    const { state, digits } = clockFace(snapshot, now, scene);
    write(this.#part("preview-banner"), t("The group is in {phase}.", { phase: phaseName(snapshot) }));
    write(this.#part("preview-clock"), state === "not_started" ? "" : digits);
  }

  /**
   * @param {Scene} scene
   * @param {number} position
   */
  #drawTexts({ plan }, position) {
    const text = plan.text(position);
    write(this.#part("preview-name"), text?.name ?? "");
    write(this.#part("preview-leaders"), text?.leaders ?? "");
    write(this.#part("preview-participants"), text?.participants ?? "");
    write(this.#part("preview-presenter"), text?.presenter ?? "");
    show(this.#part("preview-presenter-block"), Boolean(text?.presenter));
  }
}
