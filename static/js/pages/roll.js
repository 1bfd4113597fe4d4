/**
 * The roll, alive: one key answers a question and goes on to the next, and the button counts along. Without scripting
 * the same radios and the same button do it with Tab and the arrows.
 *
 * @typedef {"here" | "away" | "on"} RollAction `on` leaves the answer as it stands and goes on
 *
 * @typedef {object} RollPress the part of a keyboard event that matters
 * @property {string} key
 * @property {boolean} repeat
 * @property {boolean} ctrlKey
 * @property {boolean} altKey
 * @property {boolean} metaKey
 *
 * @typedef {object} RollLine
 * @property {boolean} here somebody seen by the evidence
 * @property {boolean} gone ticked as not here
 * @property {boolean[]} answers whether each of their questions is answered "here"
 */

import { part, show, write } from "../components/parts.js";

/** @type {Record<string, RollAction>} */
const ACTS = { h: "here", a: "away", enter: "on" };

/**
 * The roll on the page: its people, its questions in their order, and the button that says how many are here.
 */
export class RollSheet {
  #form;
  #hereValue;

  /** @param {HTMLElement} form */
  constructor(form) {
    this.#form = form;
    this.#hereValue = form.dataset.hereValue ?? "";
  }

  /** The button that confirms the roll. */
  get confirm() {
    return /** @type {HTMLButtonElement} */ (this.#all("confirm")[0]);
  }

  /** @returns {HTMLElement | undefined} the question that has the focus */
  get current() {
    return this.#all("question").find((question) => question.contains(document.activeElement));
  }

  /** @returns {RollLine[]} one a person */
  get lines() {
    return this.#all("line").map((line) => ({
      here: line.dataset.here === "true",
      gone: line.querySelector("[data-part=not-here]:checked") !== null,
      answers: [...line.querySelectorAll("input[type=radio]:checked")].map((one) => this.#says(one)),
    }));
  }

  /**
   * @param {HTMLElement} question
   * @param {boolean} here
   */
  answer(question, here) {
    const choice = choices(question).find((one) => this.#says(one) === here);
    if (choice) choice.checked = true;
  }

  /** @param {HTMLElement} [after] go to the next open question, or to the button when there is none */
  goOn(after) {
    const next = this.#all("question").find(
      (one) =>
        one.dataset.open === "true" &&
        (!after || after.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING),
    );
    if (!next) return this.confirm.focus();
    const [first] = choices(next);
    (choices(next).find((one) => one.checked) ?? first)?.focus();
  }

  /** @param {Element} choice */
  #says(choice) {
    return choice instanceof HTMLInputElement && choice.value === this.#hereValue;
  }

  /** @param {string} part */
  #all(part) {
    return /** @type {HTMLElement[]} */ ([...this.#form.querySelectorAll(`[data-part="${part}"]`)]);
  }
}

const form = /** @type {HTMLElement | null} */ (document.querySelector('[data-part="roll"]'));
if (form) begin(form);

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

/**
 * What a key means. Only ever asked while a question has the focus, so nothing is typed there that a letter could be
 * part of.
 *
 * @param {RollPress} press
 * @returns {RollAction | null}
 */
export function rollAction(press) {
  if (press.repeat || press.ctrlKey || press.altKey || press.metaKey) return null;
  return ACTS[press.key.toLowerCase()] ?? null;
}

/**
 * How many are here, as the roll stands.
 *
 * @param {RollLine[]} lines
 * @returns {number}
 */
export function hereCount(lines) {
  return lines.filter(({ here, gone, answers }) => !gone && (here || answers.includes(true))).length;
}

/** @param {HTMLElement} question */
function choices(question) {
  return /** @type {HTMLInputElement[]} */ ([...question.querySelectorAll("input[type=radio]")]);
}
