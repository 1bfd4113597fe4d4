/**
 * The parts of a page by their name. Text is written only where it differs and elements stay the same, so
 * that a redraw neither moves the focus nor makes a screen reader speak.
 */

/**
 * @param {string} name
 * @returns {HTMLElement}
 * @throws {Error} when the page has no such part: a mistake of ours, to be seen at once
 */
export function part(name) {
  const found = document.querySelector(`[data-part="${name}"]`);
  if (found instanceof HTMLElement) return found;
  throw new Error(`this page has no part "${name}"`);
}

/**
 * @param {string} action
 * @returns {HTMLElement[]} the buttons that do it
 */
export function buttons(action) {
  return [...document.querySelectorAll(`[data-action="${action}"]`)].filter(
    (each) => each instanceof HTMLElement,
  );
}

/**
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {Element} element
 * @param {string} text its paragraphs one a line
 */
export function writeParagraphs(element, text) {
  const lines = text.split("\n");
  const shown = [...element.children].map((paragraph) => paragraph.textContent);
  if (shown.join("\n") === text) return;
  element.replaceChildren(...lines.map(paragraphOf));
}

/** @param {string} line */
function paragraphOf(line) {
  const paragraph = document.createElement("p");
  paragraph.textContent = line;
  return paragraph;
}

/**
 * A line that is there only while it says something.
 *
 * @param {HTMLElement} element
 * @param {string} text
 */
export function writeOrHide(element, text) {
  write(element, text);
  show(element, text !== "");
}

/**
 * @param {HTMLElement} element
 * @param {boolean} shown
 */
export function show(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

/**
 * @template T
 * @param {string} id
 * @returns {T} the data embedded in the page under this id
 */
export function embedded(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null");
}
