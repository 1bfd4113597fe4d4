/**
 * The editor of a session plan, alive: rows move without a new page, and the total is always that of what is typed.
 * Every button is a press that the server answers too; only saving is left to it.
 */

import { part, write } from "../components/parts.js";
import { t, tn } from "../core/words.js";

const MOST_MINUTES = 240;

/**
 * The rows of the plan editor. They repeat the same two names, so their order on the page is all that a move changes;
 * what is renumbered is only for readers: labels, and what the buttons would send without scripting.
 */
export class PlanRows {
  #list;
  #blank;

  /**
   * @param {HTMLElement} list
   * @param {HTMLTemplateElement} blank a row to begin with
   */
  constructor(list, blank) {
    this.#list = list;
    this.#blank = blank;
  }

  /** @returns {string[]} what stands in each row */
  get minutes() {
    return this.#rows.map((row) => row.querySelector("input")?.value ?? "");
  }

  /** Before the last, because a plan ends with its closing. The new phase is where the reader goes on. */
  add() {
    const row = /** @type {DocumentFragment} */ (this.#blank.content.cloneNode(true)).firstElementChild;
    if (!row) return;
    this.#list.insertBefore(row, this.#rows.at(-1) ?? null);
    this.#renumber();
    row.querySelector("select")?.focus();
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {"up" | "down"} way
   */
  move(button, way) {
    const row = rowOf(button);
    const before = way === "up" ? row.previousElementSibling : row.nextElementSibling?.nextElementSibling;
    if (way === "up" && !before) return;
    this.#list.insertBefore(row, before ?? null);
    this.#renumber();
    (button.disabled ? pressOf(row, way === "up" ? "down" : "up") : button)?.focus();
  }

  /** @param {HTMLButtonElement} button */
  remove(button) {
    const row = rowOf(button);
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.#renumber();
    neighbour?.querySelector("select")?.focus();
  }

  get #rows() {
    return [...this.#list.children];
  }

  #renumber() {
    const rows = this.#rows;
    for (const [at, row] of rows.entries()) number(row, at + 1, rows.length);
  }
}

const editor = /** @type {HTMLElement | null} */ (document.querySelector('[data-part="plan-editor"]'));
if (editor) begin(editor);

/** @param {HTMLElement} editor */
function begin(editor) {
  const usual = Number(editor.dataset.usual) || null;
  const rows = new PlanRows(part("rows"), /** @type {HTMLTemplateElement} */ (part("blank-row")));
  const showTotal = () => write(part("total"), totalWords(totalOf(rows.minutes), usual));
  editor.addEventListener("input", showTotal);
  editor.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (!button || !acts(rows, button)) return;
    event.preventDefault();
    showTotal();
  });
  showTotal();
}

/**
 * @param {PlanRows} rows
 * @param {HTMLButtonElement} button
 * @returns {boolean} whether it was done here
 */
function acts(rows, button) {
  const [act] = button.value.split(":");
  if (act === "add") rows.add();
  else if (act === "up" || act === "down") rows.move(button, act);
  else if (act === "remove") rows.remove(button);
  else return act === "look";
  return true;
}

/**
 * The minutes that were typed.
 *
 * @param {string} typed
 * @returns {number | null} whole minutes, where that is what was typed
 */
export function minutesOf(typed) {
  const text = typed.trim();
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return minutes >= 1 && minutes <= MOST_MINUTES ? minutes : null;
}

/**
 * How long the session is.
 *
 * @param {string[]} typed what stands in each row
 * @returns {number} minutes, of the rows where they can be read
 */
export function totalOf(typed) {
  return typed.reduce((sum, each) => sum + (minutesOf(each) ?? 0), 0);
}

/**
 * Says how long a session plan has become, in the same words as the server: balint_live/web/groups/protocols.py.
 *
 * @param {number} total
 * @param {number | null} usual how long the group's sessions usually are
 */
export function totalWords(total, usual) {
  const said = tn("Total: {n} minute", "Total: {n} minutes", total);
  if (usual === null) return t("{total}.", { total: said });
  if (total === usual) return t("{total}, as long as usual.", { total: said });
  if (total > usual) return t("{total}, {more} more than usual.", { total: said, more: total - usual });
  return t("{total}, {fewer} fewer than usual.", { total: said, fewer: usual - total });
}

/**
 * @param {Element} row
 * @param {number} place from 1
 * @param {number} last
 */
function number(row, place, last) {
  const name = row.querySelector("[data-part='row-name']");
  if (name) name.textContent = t("Phase {number}", { number: place });
  for (const field of row.querySelectorAll("select, input")) {
    const label = row.querySelector(`label[for="${field.id}"]`);
    field.id = `${field.getAttribute("name")}-${place}`;
    label?.setAttribute("for", field.id);
  }
  for (const act of ["up", "down", "remove"]) {
    const button = pressOf(row, act);
    if (!button) continue;
    button.value = `${act}:${place}`;
    button.disabled = (act === "up" && place === 1) || (act === "down" && place === last);
  }
}

/**
 * @param {Element} row
 * @param {string} act
 * @returns {HTMLButtonElement | null}
 */
function pressOf(row, act) {
  return row.querySelector(`button[value^="${act}:"]`);
}

/** @param {Element} button */
function rowOf(button) {
  return /** @type {Element} */ (button.closest("[data-part='row']"));
}
