/**
 * The editor of a session plan, alive: rows move without a new page, and the total is always that of what is typed.
 * Every button is a press that the server answers too; only saving is left to it.
 */

import { part, write } from "../components/parts.js";
import { PlanRows, totalOf, totalWords } from "../components/plan_rows.js";

const editor = part("plan-editor");
const usual = Number(editor.dataset.usual) || null;
const rows = new PlanRows(part("rows"), /** @type {HTMLTemplateElement} */ (part("blank-row")));

editor.addEventListener("input", showTotal);
editor.addEventListener("click", pressed);
showTotal();

/** @param {MouseEvent} event */
function pressed(event) {
  const target = /** @type {Element} */ (event.target).closest("button");
  if (!target || !acts(target)) return;
  event.preventDefault();
  showTotal();
}

/**
 * @param {HTMLButtonElement} button
 * @returns {boolean} whether it was done here
 */
function acts(button) {
  const [act] = button.value.split(":");
  if (act === "add") rows.add();
  else if (act === "up" || act === "down") rows.move(button, act);
  else if (act === "remove") rows.remove(button);
  else return act === "look";
  return true;
}

function showTotal() {
  write(part("total"), totalWords(totalOf(rows.minutes), usual));
}
