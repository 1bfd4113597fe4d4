/**
 * The middle of the console, kept up to date in place: phase, clock, bar, the two moments, the button that
 * moves the group and the row beneath it.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { mark, part, show, within, write } from "../../components/parts.js";
import { t } from "../../core/words.js";
import { creditLine, tooShortText } from "../credit_view.js";
import { nowView } from "../now_view.js";
import { quorumText } from "../people_view.js";
import { bookedLine, endLine, returnLine } from "../times_view.js";

const BAR = 1000;

export class NowPanel {
  #root;
  #part;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#root = part("now", page);
    this.#part = within(this.#root);
  }

  /** @param {Scene} scene */
  draw(scene) {
    const { snapshot, now } = scene;
    const view = nowView(snapshot, now, scene);
    show(this.#root, scene.previewing === null);
    write(this.#part("phase-name"), view.phase);
    this.#drawClock(view.face, scene);
    this.#drawTimes(scene);
    this.#drawMoves(view, scene);
    return view;
  }

  /**
   * @param {import("../now_view.js").ClockFace} face
   * @param {Scene} scene
   */
  #drawClock(face, scene) {
    const offline = scene.link.state === "reconnecting" && !scene.alone;
    mark(this.#part("timer"), "data-timer", face.state);
    mark(this.#part("timer"), "data-offline", offline ? "true" : null);
    write(this.#part("clock"), face.digits);
    write(this.#part("clock-word"), wordText(face.word, offline, scene.alone));
    const bar = this.#root.querySelector('[data-part="bar"]');
    if (bar) mark(bar, "width", String(Math.round(face.filled * BAR)));
  }

  /** @param {Scene} scene */
  #drawTimes({ snapshot, now, presence, credit }) {
    const back = returnLine(snapshot, now);
    mark(this.#part("return-line"), "data-pressing", back?.pressing ? "true" : null);
    this.#drawTimed("return-line", back);
    const end = endLine(snapshot, now);
    this.#drawTimed("end-line", end);
    this.#drawTimed("booked-line", end === null ? bookedLine(snapshot) : null);
    this.#drawTimed("credit-line", creditLine(snapshot, credit, now));
    const short = tooShortText(snapshot, credit);
    show(this.#part("credit-short"), short !== "");
    write(this.#part("credit-short"), short);
    show(this.#part("quorum-line"), end === null);
    write(this.#part("quorum-line"), quorumText(presence));
  }

  /**
   * @param {string} name
   * @param {import("../times_view.js").Timed | null} line
   */
  #drawTimed(name, line) {
    const element = this.#part(name);
    show(element, line !== null);
    if (!line) return;
    const texts = [line.before, line.time, line.after];
    [...element.children].forEach((child, index) => write(child, texts[index] ?? ""));
  }

  /**
   * @param {import("../now_view.js").NowView} view
   * @param {Scene} scene
   */
  #drawMoves(view, { snapshot, link, alone, question }) {
    const running = snapshot.position !== null;
    const works = link.state !== "reconnecting" || alone;
    const next = this.#part("next");
    show(next, question === null);
    mark(next, "data-action", running ? "phase.next" : "meeting.open");
    mark(next, "aria-disabled", works && view.primaryWorks ? null : "true");
    write(this.#part("next-label"), view.primary);
    show(this.#part("controls"), running);
    this.#drawPause(view.face.state === "paused", view.pauseLabel);
    mark(this.#part("back"), "aria-disabled", works && view.back !== null ? null : "true");
    write(this.#part("back-label"), view.backLabel);
    show(this.#part("end-here"), running && !view.primaryWorks);
  }

  /**
   * @param {boolean} paused
   * @param {string} label
   */
  #drawPause(paused, label) {
    mark(this.#part("pause"), "data-action", paused ? "timer.resume" : "timer.pause");
    write(this.#part("pause-label"), label);
  }
}

/**
 * @param {string} word
 * @param {boolean} offline
 * @param {boolean} alone
 */
function wordText(word, offline, alone) {
  if (offline) return t("not connected");
  return alone ? t("{word}, here only", { word }) : word;
}
