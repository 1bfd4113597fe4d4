/**
 * The plain lines above the clock: each says one thing, in one sentence, and can be put away.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { mark, part, show, shownParts, within, write } from "../../components/parts.js";
import { t } from "../../core/words.js";
import { linkView } from "../link_view.js";
import { phaseName } from "../now_view.js";
import { nudge } from "../nudges.js";
import { leaderName } from "../scene.js";

const KEEP_TIME_AFTER = 20_000;

export class NoticesPanel {
  #root;
  #part;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#root = part("notices", page);
    this.#part = within(this.#root);
  }

  /**
   * @param {Scene} scene
   * @returns {string} what is standing, to tell whether the buttons below it have moved
   */
  draw(scene) {
    this.#drawOffline(scene);
    this.#drawCopy(scene);
    this.#drawLeaders(scene);
    this.#drawNudge(scene);
    show(this.#part("reminder-shown"), scene.snapshot.reminder.showing);
    return shownParts(this.#root);
  }

  /** @param {Scene} scene */
  #drawOffline({ link, wall, snapshot, alone }) {
    const lost = link.state === "reconnecting";
    show(this.#part("offline"), lost && !alone);
    write(this.#part("offline-words"), linkView(link, wall).note);
    show(this.#part("keep-time"), snapshot.position !== null && wall - link.since >= KEEP_TIME_AFTER);
  }

  /** @param {Scene} scene */
  #drawCopy({ alone, reunion, shared, link, wall }) {
    show(this.#part("copy"), alone || reunion !== null);
    show(this.#part("copy-move"), reunion !== null);
    show(this.#part("copy-drop"), reunion !== null);
    const phase = phaseName(shared);
    if (alone)
      write(
        this.#part("copy-words"),
        t("{note}. Time is kept on this page only; the others still show {phase}.", {
          note: linkView(link, wall).note,
          phase,
        }),
      );
    if (!reunion) return;
    write(
      this.#part("copy-words"),
      t("Everyone is in {phase}; your copy is at {copy}. Move everyone there?", {
        phase,
        copy: phaseName(reunion),
      }),
    );
    mark(this.#part("copy-move"), "data-position", String(reunion.position));
  }

  /** @param {Scene} scene */
  #drawLeaders(scene) {
    const [lost] = scene.alarms.leadersLost;
    show(this.#part("leader-lost"), lost !== undefined);
    if (lost !== undefined)
      write(
        this.#part("leader-lost"),
        t("{name}'s page lost connection. You have everything.", { name: leaderName(scene, lost) }),
      );
  }

  /** @param {Scene} scene */
  #drawNudge({ snapshot, now, pausedSince, dismissed, link }) {
    const due = link.state === "reconnecting" ? null : nudge(snapshot, now, pausedSince, dismissed);
    show(this.#part("nudge"), due !== null);
    mark(this.#part("nudge"), "data-key", due?.key ?? null);
    if (due) write(this.#part("nudge-words"), due.text);
  }
}
