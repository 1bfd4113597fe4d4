/**
 * The list of people. Rows stand in the server's order and are changed in place; a press on a row opens what
 * can be done for that person, one row at a time. While a presenter is looked for, each row offers it at once.
 *
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../people_view.js").Row} Row
 */

import { t } from "../../core/words.js";
import { mark, part, parts, show, write } from "../parts.js";
import { afterTheOpening, countText, rows, signalsTitle } from "../people_view.js";
import { choosing } from "../presenter_view.js";

export class PeoplePanel {
  #root;
  #list;
  #pattern;
  /** @type {string | null} */
  #open = null;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#root = part(page, "people");
    this.#list = part(page, "roster-rows");
    this.#pattern = /** @type {HTMLTemplateElement} */ (part(page, "person-template"));
  }

  /** @param {string} person */
  toggle(person) {
    this.#open = this.#open === person ? null : person;
  }

  /** @param {Scene} scene */
  draw(scene) {
    const { presence, snapshot, namesHidden } = scene;
    for (const count of parts(this.#root, "people-count")) write(count, countText(presence));
    for (const title of parts(this.#root, "signals-title")) {
      write(title, namesHidden ? t("Signals to the other leaders") : signalsTitle(presence, scene.me.id));
    }
    for (const link of parts(this.#root, "roll-link")) show(link, afterTheOpening(snapshot));
    show(part(this.#root, "names-hidden"), namesHidden);
    show(this.#list, !namesHidden);
    const quick = choosing(snapshot);
    rows(presence, snapshot.presenter ?? null).forEach((row, index) =>
      this.#drawRow(row, index, quick, scene),
    );
  }

  /**
   * @param {Row} row
   * @param {number} index
   * @param {boolean} quick
   * @param {Scene} scene
   */
  #drawRow(row, index, quick, { rowNotes, snapshot }) {
    const element = this.#rowAt(row.id, index);
    mark(element, "data-state", row.state);
    mark(element, "data-presents", String(row.presenter));
    write(part(element, "person-name"), row.name);
    write(part(element, "person-words"), row.words);
    write(part(element, "person-quick-name"), t("Presenter: mark {name}", { name: row.name }));
    show(part(element, "person-quick"), quick);
    const open = this.#open === row.id;
    mark(part(element, "person-toggle"), "aria-expanded", String(open));
    show(part(element, "person-acts"), open);
    show(part(element, "person-mark"), !row.presenter && snapshot.position !== null);
    show(part(element, "person-clear"), row.presenter);
    write(part(element, "person-note"), rowNotes.get(row.id) ?? "");
  }

  /**
   * @param {string} person
   * @param {number} index
   * @returns {HTMLElement}
   */
  #rowAt(person, index) {
    const found = this.#list.querySelector(`[data-person="${CSS.escape(person)}"]`);
    if (found instanceof HTMLElement) return found;
    const row = /** @type {HTMLElement} */ (this.#pattern.content.firstElementChild?.cloneNode(true));
    mark(row, "data-person", person);
    this.#list.insertBefore(row, this.#list.children[index] ?? null);
    return row;
  }
}
