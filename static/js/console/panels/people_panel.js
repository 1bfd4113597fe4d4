/**
 * The list of people. Rows stand in the server's order and are changed in place; a press on a row opens what
 * can be done for that person, one row at a time. While a presenter is looked for, each row offers it at once.
 * Of very many people only some have a row; the others are found by typing.
 *
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../people_view.js").Row} Row
 */

import { mark, part, parts, show, write } from "../../components/parts.js";
import { t } from "../../core/words.js";
import { afterTheOpening, areMany, countText, drawnText, rows, signalsTitle } from "../people_view.js";
import { choosing } from "../presenter_view.js";

export class PeoplePanel {
  #root;
  #list;
  #pattern;
  #search;
  #sought;
  /** @type {Map<string, HTMLElement>} by person */
  #rows = new Map();
  /** @type {string | null} */
  #open = null;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#root = part("people", page);
    this.#list = part("roster-rows", page);
    this.#pattern = /** @type {HTMLTemplateElement} */ (part("person-template", page));
    this.#search = part("people-search", page);
    this.#sought = /** @type {HTMLInputElement} */ (part("people-sought", page));
    for (const row of this.#list.children) {
      if (row instanceof HTMLElement) this.#rows.set(row.dataset.person ?? "", row);
    }
  }

  /** @param {() => void} heed hears of every change of what is sought */
  onSought(heed) {
    this.#sought.addEventListener("input", heed);
  }

  /** @param {string} person */
  toggle(person) {
    this.#open = this.#open === person ? null : person;
  }

  /** @param {Scene} scene */
  draw(scene) {
    const { presence, snapshot, namesHidden } = scene;
    for (const count of parts("people-count", this.#root)) write(count, countText(presence));
    for (const title of parts("signals-title", this.#root)) {
      write(title, namesHidden ? t("Signals to the other leaders") : signalsTitle(presence, scene.me.id));
    }
    for (const link of parts("roll-link", this.#root)) show(link, afterTheOpening(snapshot));
    show(part("names-hidden", this.#root), namesHidden);
    show(this.#list, !namesHidden);
    this.#drawRows(scene, choosing(snapshot));
  }

  /**
   * @param {Scene} scene
   * @param {boolean} quick
   */
  #drawRows(scene, quick) {
    const { presence, snapshot, namesHidden } = scene;
    const many = areMany(presence);
    const sought = many ? this.#sought.value : "";
    const drawn = rows(presence, snapshot.presenter ?? null, { sought, kept: this.#inUse() });
    show(this.#search, many && !namesHidden);
    if (many) write(part("people-shown", this.#search), drawnText(presence, drawn.length, sought));
    this.#takeAway(new Set(drawn.map(({ id }) => id)));
    drawn.forEach((row, index) => this.#drawRow(row, index, quick, scene));
  }

  /** @returns {Set<string>} whose row is open or has the focus */
  #inUse() {
    const focused = document.activeElement?.closest("[data-person]")?.getAttribute("data-person");
    return new Set([this.#open, focused].filter((each) => typeof each === "string"));
  }

  /** @param {ReadonlySet<string>} drawn who has a row from now on */
  #takeAway(drawn) {
    for (const [person, row] of this.#rows) {
      if (drawn.has(person)) continue;
      row.remove();
      this.#rows.delete(person);
    }
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
    write(part("person-name", element), row.name);
    write(part("person-words", element), row.words);
    write(part("person-quick-name", element), t("Presenter: mark {name}", { name: row.name }));
    show(part("person-quick", element), quick);
    const open = this.#open === row.id;
    mark(part("person-toggle", element), "aria-expanded", String(open));
    show(part("person-acts", element), open);
    show(part("person-mark", element), !row.presenter && snapshot.position !== null);
    show(part("person-clear", element), row.presenter);
    write(part("person-note", element), rowNotes.get(row.id) ?? "");
  }

  /**
   * @param {string} person
   * @param {number} index
   * @returns {HTMLElement}
   */
  #rowAt(person, index) {
    const found = this.#rows.get(person);
    if (found) return found;
    const row = /** @type {HTMLElement} */ (this.#pattern.content.firstElementChild?.cloneNode(true));
    mark(row, "data-person", person);
    this.#rows.set(person, row);
    this.#list.insertBefore(row, this.#list.children[index] ?? null);
    return row;
  }
}
