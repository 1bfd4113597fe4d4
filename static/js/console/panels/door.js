/**
 * Late-comers whom the group's setting holds at the door: a row for each, with the press that lets them in.
 *
 * @typedef {import("../console_model.js").ConsoleState} ConsoleState
 * @typedef {import("../../core/types.js").Person} Person
 * @typedef {import("../../core/types.js").Presence} Presence
 */

import { mark, part, show, write } from "../../components/parts.js";
import { t } from "../../core/words.js";

/** Draws the rows. As signals, they are added at the end and taken away, so that no button moves under a finger. */
export class DoorPanel {
  #list;
  #pattern;
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();

  /** @param {ParentNode} page */
  constructor(page) {
    this.#list = part("door", page);
    this.#pattern = /** @type {HTMLTemplateElement} */ (part("door-template", page));
  }

  /** @param {ConsoleState} state */
  draw({ shared, presence, namesHidden }) {
    const waiting = shared.meeting.status === "closed" ? [] : atTheDoor(presence);
    const ids = new Set(waiting.map(({ id }) => id));
    for (const [id, row] of this.#rows) if (!ids.has(id)) this.#drop(id, row);
    for (const person of waiting) {
      const row = this.#rows.get(person.id) ?? this.#add(person);
      write(part("door-words", row), doorWords(namesHidden ? "" : nameOf(person)));
    }
    show(this.#list, this.#rows.size > 0);
  }

  /** @param {Person} person */
  #add(person) {
    const row = /** @type {HTMLElement} */ (this.#pattern.content.firstElementChild?.cloneNode(true));
    mark(row, "data-person", person.id);
    this.#list.append(row);
    this.#rows.set(person.id, row);
    return row;
  }

  /**
   * @param {string} id
   * @param {HTMLElement} row
   */
  #drop(id, row) {
    row.remove();
    this.#rows.delete(id);
  }
}

/**
 * Who waits to be let in, in the order of the list.
 *
 * @param {Presence} presence
 */
export function atTheDoor({ people }) {
  return people.filter(({ state }) => state === "at_the_door");
}

/**
 * @param {string} name "" where names are hidden
 * @returns {string}
 */
export function doorWords(name) {
  return name ? t("{name} is at the door.", { name }) : t("Someone is at the door.");
}

/** @param {Person} person */
function nameOf({ name, beside }) {
  return beside ? `${name} (${beside})` : name;
}
