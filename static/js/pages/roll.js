/**
 * The roll, alive: one key answers a question and goes on to the next, and the button counts along. Without scripting
 * the same radios and the same button do it with Tab and the arrows.
 */

import { part, show, write } from "../components/parts.js";
import { hereCount, RollSheet, rollAction } from "../components/roll_sheet.js";

const form = document.querySelector('[data-part="roll"]');
if (form instanceof HTMLElement) begin(form);

/** @param {HTMLElement} form */
function begin(form) {
  const sheet = new RollSheet(form);
  form.addEventListener("change", () => count(sheet));
  form.addEventListener("keydown", (event) => pressed(sheet, event));
  if (form.querySelector('[data-part="keys"]')) show(part("keys"), true);
  count(sheet);
  if (!document.querySelector(".summary")) sheet.goOn();
}

/**
 * @param {RollSheet} sheet
 * @param {KeyboardEvent} event
 */
function pressed(sheet, event) {
  const question = sheet.current;
  const act = question ? rollAction(event) : null;
  if (!question || !act) return;
  event.preventDefault();
  if (act !== "on") sheet.answer(question, act === "here");
  count(sheet);
  sheet.goOn(question);
}

/** @param {RollSheet} sheet */
function count(sheet) {
  const words = sheet.confirm.dataset.words ?? "";
  write(sheet.confirm, words.replace("{here}", String(hereCount(sheet.lines))));
}
