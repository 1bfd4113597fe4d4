/**
 * The roll: its people, its questions in their order, what a key means, and how many are here as it is answered so far.
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
