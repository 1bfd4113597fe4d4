/**
 * Without the server a command would go nowhere, so its button says so: it stays where it is and can be
 * reached, but is marked as not working. On a private copy what steps the copy works.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { mark } from "../../components/parts.js";

const STEPS_A_COPY = /^(phase|timer)\.(?!spread)/;
const NEEDS_THE_SERVER = new Set(["page.signal", "page.end"]);
/** These two know more reasons than the connection. */
const DRAWN_ELSEWHERE = new Set(["next", "back"]);

export class CommandsPanel {
  #page;

  /** @param {Document} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {Scene} scene */
  draw({ link, alone }) {
    const connected = link.state !== "reconnecting";
    const works = connected || alone;
    for (const opener of this.#page.querySelectorAll(".end-at > summary"))
      mark(opener, "aria-disabled", works ? null : "true");
    for (const button of this.#page.querySelectorAll("button[data-action]")) {
      const action = button.getAttribute("data-action") ?? "";
      if (DRAWN_ELSEWHERE.has(button.getAttribute("data-part") ?? "") || !isCommand(action)) continue;
      mark(button, "aria-disabled", connected || (alone && STEPS_A_COPY.test(action)) ? null : "true");
    }
  }
}

/** @param {string} action */
function isCommand(action) {
  return !action.startsWith("page.") || NEEDS_THE_SERVER.has(action);
}
