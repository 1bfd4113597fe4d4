/**
 * The end: the dialog that asks before it, and what leaders read afterwards.
 *
 * @typedef {import("../console_model.js").ConsoleState} ConsoleState
 * @typedef {import("../../core/types.js").Presence} Presence
 * @typedef {import("../../core/types.js").Snapshot} Snapshot
 * @typedef {import("./phases.js").Plan} Plan
 */

import { mark, part, parts, show, within, write } from "../../components/parts.js";
import { MINUTE, t, tn } from "../../core/words.js";
import { endingCosts } from "../times.js";
import { leadersBeside, members } from "./people.js";
import { outOfView } from "./phases.js";

/**
 * Draws the one dialog that asks. It asks because ending erases; the focus is on going on, and a plain press ends,
 * because holding a button shuts out people who use a switch or a keyboard.
 */
export class EndDialog {
  #dialog;
  #part;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#dialog = /** @type {HTMLDialogElement} */ (part("end-dialog", page));
    this.#part = within(this.#dialog);
  }

  /**
   * Asks, unless nothing runs.
   *
   * @param {ConsoleState} state
   */
  open(state) {
    if (this.#dialog.open || state.snapshot.position === null) return;
    this.say("");
    this.draw(state);
    this.#dialog.showModal();
  }

  /** @param {ConsoleState} state */
  draw({ shared, plan, now, credit }) {
    if (shared.meeting.status === "closed") this.close();
    const early = earlyText(shared, now);
    show(this.#part("end-early"), early !== "");
    write(this.#part("end-early"), early);
    show(this.#part("end-credit"), endingCosts(shared, credit, now));
    const back = returnBeforeEnd(shared, plan);
    show(this.#part("end-presenter"), back !== null);
    show(this.#part("end-bring-back"), back !== null);
    mark(this.#part("end-bring-back"), "data-position", back === null ? null : String(back));
  }

  /** @param {string} text */
  say(text) {
    show(this.#part("end-note"), text !== "");
    write(this.#part("end-note"), text);
  }

  close() {
    if (this.#dialog.open) this.#dialog.close();
  }
}

/**
 * Draws what stands after the end: what is erased, what two leaders may want to talk about, and who was here. There is
 * nothing to write in.
 */
export class EndedPanel {
  #main;
  #wasOpen = false;
  #sawTheEnd = false;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#main = part("console", page);
  }

  /** @param {ConsoleState} state */
  draw({ snapshot, presence, me, lastRunning, namesHidden }) {
    const closed = snapshot.meeting.status === "closed";
    mark(this.#main, "data-status", snapshot.meeting.status);
    mark(this.#main, "data-presenter", snapshot.presenterState);
    show(part("ended", this.#main), closed);
    if (!closed) {
      this.#wasOpen = true;
      return;
    }
    this.#goOn();
    if (this.#sawTheEnd) this.#drawAttendance(presence);
    show(part("attendance", this.#main), !namesHidden);
    const line = neverReturnedText(lastRunning, leadersBeside(presence, me.id).length === 0);
    show(part("never-returned", this.#main), line !== "");
    write(part("never-returned", this.#main), line);
  }

  /**
   * Gives the focus to what comes next, once, in a page that has seen the end: the way to the roll, which some who lead
   * do not have. Whether the press is answered before or after the end is shown makes no difference.
   */
  #goOn() {
    const next = parts("confirm-attendance", this.#main)[0] ?? part("phase-name");
    if (this.#wasOpen) {
      next.focus();
      this.#sawTheEnd = true;
    }
    this.#wasOpen = false;
  }

  /**
   * A page that was open has printed who was there when it was loaded; one that was loaded after the end has the
   * record.
   *
   * @param {ConsoleState["presence"]} presence
   */
  #drawAttendance(presence) {
    const list = part("attendance", this.#main);
    const rows = attendanceRows(presence);
    while (list.children.length > rows.length) list.lastElementChild?.remove();
    rows.forEach(({ id, name, words }, index) => {
      const row = list.children[index] ?? this.#newRow(list);
      mark(row, "data-person", id);
      write(/** @type {Element} */ (row.firstElementChild), name);
      write(/** @type {Element} */ (row.lastElementChild), words);
    });
  }

  /** @param {HTMLElement} list */
  #newRow(list) {
    const row = document.createElement("li");
    row.append(document.createElement("bdi"), document.createElement("span"));
    return list.appendChild(row);
  }
}

/**
 * How early an end now would be.
 *
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {string} "" from a minute before the booked end on
 */
export function earlyText({ meeting }, now) {
  const early = Math.floor((meeting.scheduledEnd - now) / MINUTE);
  return early < 1
    ? ""
    : tn("{n} minute before the booked end.", "{n} minutes before the booked end.", early);
}

/**
 * The position of the presenter's return, while there is still one to go to.
 *
 * @param {Snapshot} snapshot
 * @param {Plan} plan
 * @returns {number | null} where the presenter, still sitting back, would be brought back
 */
export function returnBeforeEnd({ position, presenterState }, plan) {
  return position !== null && outOfView(presenterState) ? plan.nextReturn(position) : null;
}

/**
 * Who was here, by what this page was told last.
 *
 * @param {Presence} presence the last this page was told
 * @returns {{id: string, name: string, words: string}[]} who was here, until the record is read; ended.html says the same
 */
export function attendanceRows(presence) {
  return members(presence).map(({ id, name, state }) => ({
    id,
    name,
    words: state === "expected" ? t("not here") : t("was here"),
  }));
}

/**
 * That the presenter did not come back before the end.
 *
 * @param {Snapshot | null} before the last state this page knew before the end
 * @param {boolean} alone nobody else leads
 * @returns {string} "" unless the session ended with the presenter out of view
 */
export function neverReturnedText(before, alone) {
  if (!before?.presenter || !outOfView(before.presenterState)) return "";
  return alone
    ? t("The presenter did not come back before the end. Call them today.")
    : t("The presenter did not come back before the end. One of you calls them today.");
}
