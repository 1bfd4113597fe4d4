/**
 * The leaders' small window: the phase and its clock, the button that moves the group, a minute more or less, undo, the
 * alarm. It stays above Zoom, where a shared screen may show it to everybody: so it names nobody, and one line at its foot
 * says what the leader would otherwise miss.
 *
 * @typedef {import("./console_model.js").ConsoleModel} ConsoleModel
 * @typedef {import("./console_model.js").ConsoleState} ConsoleState
 * @typedef {import("../core/types.js").Presence} Presence
 */

import { announce } from "../components/announcer.js";
import { canPopOut, keepFocus } from "../components/live_page.js";
import { buttons, part, parts, show, write } from "../components/parts.js";
import { PopOut } from "../components/pop_out.js";
import { t, tn } from "../core/words.js";
import { atTheDoor } from "./panels/signals.js";
import { moveLine } from "./panels/last_move.js";
import { linkView } from "./panels/notices.js";

const SIZE = { width: 340, height: 300 };
const SHOWN = [
  '[data-part="alarms"]',
  '[data-part="phase-name"]',
  '[data-part="timer"]',
  ".move-slot",
  '[data-part="controls"] [data-seconds="-60"]',
  '[data-part="controls"] [data-seconds="60"]',
  '[data-part="undo"]',
];

/** Opens the leaders' small window, and draws it after the page. */
export class ConsolePopOut {
  #model;
  #redraw;

  /**
   * @param {{model: ConsoleModel, redraw: () => void, opened: (small: Document) => void}} page `opened` is given the small
   *   window's document, in which presses and keys are to be watched as in the page's
   */
  constructor({ model, redraw, opened }) {
    this.#model = model;
    this.#redraw = redraw;
    this.window = new PopOut({
      size: SIZE,
      classes: "pop-out",
      shown: SHOWN,
      title: () => document.title,
      opened: (small) => {
        small.querySelector("main")?.append(newLine(small), newClose(small));
        opened(small);
        small.addEventListener("click", showDialog);
      },
      changed: () => this.#changed(),
    });
    for (const button of buttons("page.pop_out")) show(button, canPopOut());
  }

  /** Opens it or closes it; where the browser allows no windows, says so. */
  async toggle() {
    if (await this.window.toggle()) return;
    const blocked = t(
      "The browser has blocked the small window. Allow pop-ups for this site, then press again.",
    );
    this.#model.say(blocked);
    announce(blocked);
    this.#redraw();
  }

  /** @param {ConsoleState} state what the page has just drawn */
  draw(state) {
    const small = this.window.document;
    if (!small) return;
    const asked = !part("question", small).hidden;
    keepFocus(part("phase-name", small), () => this.window.draw());
    write(part("pop-out-line", small), lineText(state));
    const asks = !part("question", small).hidden;
    if (asks && !asked && small.hasFocus()) part("question", small).focus();
  }

  #changed() {
    const { isOpen } = this.window;
    this.#model.poppedOut = isOpen;
    if (isOpen) this.#model.say("");
    for (const label of parts("pop-out-label")) write(label, isOpen ? t("Close pop-out") : t("Pop out"));
    this.#redraw();
  }
}

/**
 * The line at the foot: the answer to a press, else the most pressing of what else stands on the page. Nobody is named.
 *
 * @param {ConsoleState} state
 * @returns {string} "" when there is nothing to say
 */
export function lineText({ snapshot, note, link, wall, presence, signals, now, me }) {
  if (snapshot.meeting.status === "closed") return t("Confirm attendance on the session's page.");
  if (note) return note;
  if (link.state === "reconnecting") return linkView(link, wall).note;
  if (atTheDoor(presence).length > 0) return t("Someone is at the door. Let them in on the session's page.");
  if (signals.length > 0) {
    return tn(
      "A signal is waiting on the session's page.",
      "{n} signals are waiting on the session's page.",
      signals.length,
    );
  }
  return moveLine(snapshot, now, { me: me.id, nameOf: () => t("Another leader") })?.text ?? "";
}

/** A press in the small window may have opened a dialog, which stands on the page. */
function showDialog() {
  if (document.querySelector("dialog[open]")) window.focus();
}

/** @param {Document} small */
function newLine(small) {
  const line = small.createElement("p");
  line.dataset.part = "pop-out-line";
  return line;
}

/**
 * The way out for whoever has only keys; it is seen once it has the focus.
 *
 * @param {Document} small
 */
function newClose(small) {
  const button = small.createElement("button");
  button.type = "button";
  button.className = "skip-link visually-hidden";
  button.dataset.action = "page.pop_out";
  button.textContent = t("Close this window");
  return button;
}
