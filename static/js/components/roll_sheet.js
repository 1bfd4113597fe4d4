/**
 * The roll on the page: its people, its questions in their order, and the button that says how many are here.
 *
 * @typedef {import("./roll_keys.js").RollLine} RollLine
 */

export class RollSheet {
  #form;
  #hereValue;

  /** @param {HTMLElement} form */
  constructor(form) {
    this.#form = form;
    this.#hereValue = form.dataset.hereValue ?? "";
  }

  get confirm() {
    return /** @type {HTMLButtonElement} */ (this.#all("confirm")[0]);
  }

  /** @returns {HTMLElement | undefined} the question that has the focus */
  get current() {
    return this.#all("question").find((question) => question.contains(document.activeElement));
  }

  /** @returns {RollLine[]} */
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

/** @param {HTMLElement} question */
function choices(question) {
  return /** @type {HTMLInputElement[]} */ ([...question.querySelectorAll("input[type=radio]")]);
}
