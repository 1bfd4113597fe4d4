/**
 * The list of people. Rows stand in the server's order and are changed in place; a press on a row opens what
 * can be done for that person, one row at a time. While a presenter is looked for, each row offers it at once.
 * Of very many people only some have a row; the others are found by typing.
 *
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../people_view.js").Row} Row
 */

import { t } from "../../core/words.js";
import { mark, part, parts, show, write } from "../parts.js";
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
    this.#root = part(page, "people");
    this.#list = part(page, "roster-rows");
    this.#pattern = /** @type {HTMLTemplateElement} */ (part(page, "person-template"));
    this.#search = part(page, "people-search");
    this.#sought = /** @type {HTMLInputElement} */ (part(page, "people-sought"));
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
    for (const count of parts(this.#root, "people-count")) write(count, countText(presence));
    for (const title of parts(this.#root, "signals-title")) {
      write(title, namesHidden ? t("Signals to the other leaders") : signalsTitle(presence, scene.me.id));
    }
    for (const link of parts(this.#root, "roll-link")) show(link, afterTheOpening(snapshot));
    show(part(this.#root, "names-hidden"), namesHidden);
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
    if (many) write(part(this.#search, "people-shown"), drawnText(presence, drawn.length, sought));
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
    const found = this.#rows.get(person);
    if (found) return found;
    const row = /** @type {HTMLElement} */ (this.#pattern.content.firstElementChild?.cloneNode(true));
    mark(row, "data-person", person);
    this.#rows.set(person, row);
    this.#list.insertBefore(row, this.#list.children[index] ?? null);
    return row;
  }
}
