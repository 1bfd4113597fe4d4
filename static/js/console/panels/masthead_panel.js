/**
 * The line at the top: who leads with you and how well this page is connected; and the menu's contents.
 *
 * @typedef {import("../scene.js").Scene} Scene
 */

import { mark, parts, show, within, write } from "../../components/parts.js";
import { t } from "../../core/words.js";
import { endChoices } from "../end_at.js";
import { linkView } from "../link_view.js";
import { leadersText } from "../people_view.js";

export class MastheadPanel {
  #page;
  #part;

  /** @param {Document} page */
  constructor(page) {
    this.#page = page;
    this.#part = within(this.#page);
  }

  /** @param {Scene} scene */
  draw({ snapshot, presence, me, namesHidden, link, wall }) {
    const running = snapshot.position !== null;
    write(this.#part("leaders"), leadersText(presence, me.id, namesHidden));
    mark(this.#part("link-state"), "data-state", link.state);
    show(this.#part("link-state"), link.state !== "connected");
    show(this.#part("leaders"), link.state !== "reconnecting");
    write(this.#part("link-state"), linkView(link, wall).words);
    for (const label of parts("names-label", this.#page))
      write(label, namesHidden ? t("Show names") : t("Hide names"));
    show(this.#part("menu-time"), running);
    show(this.#part("menu-end-at"), running);
    show(this.#part("menu-end"), running);
    const reminderAway = snapshot.meeting.status !== "closed" && !snapshot.reminder.showing;
    show(this.#part("menu-reminder"), reminderAway);
    show(this.#part("tool-reminder"), reminderAway && (snapshot.position ?? 1) > 1);
  }

  /**
   * The times are made when the list opens: a button whose time changes under the finger would be a trap.
   *
   * @param {Scene} scene
   */
  offerEnds({ snapshot, now }) {
    const choices = endChoices(snapshot, now);
    for (const list of parts("end-choices", this.#page)) {
      list.replaceChildren(...choices.map(endButton));
      if (choices.length === 0) write(list, t("Resume first: a paused phase has no end."));
    }
  }
}

/** @param {import("../end_at.js").EndChoice} choice */
function endButton({ time, seconds }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.dataset.action = "timer.adjust";
  button.dataset.seconds = String(seconds);
  button.textContent = time;
  return button;
}
