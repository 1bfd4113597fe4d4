/**
 * The parts of a page by their name, found and changed in place. Text and attributes are written only where they
 * differ and elements stay the same, so that a redraw neither moves the focus nor makes a screen reader speak.
 */

/**
 * The element with this name in its `data-part`.
 *
 * @param {string} name
 * @param {ParentNode} [root]
 * @returns {HTMLElement} the first, where there are several
 * @throws {Error} when the page has no such part: a mistake of ours, to be seen at once
 */
export function part(name, root = document) {
  const found = /** @type {HTMLElement | null} */ (root.querySelector(`[data-part="${name}"]`));
  if (found) return found;
  throw new Error(`this page has no part "${name}"`);
}

/**
 * Every element with this name.
 *
 * @param {string} name
 * @param {ParentNode} [root]
 * @returns {HTMLElement[]} empty where there is none
 */
export function parts(name, root = document) {
  return elements(`[data-part="${name}"]`, root);
}

/**
 * `part`, bound to one root.
 *
 * @param {ParentNode} root
 * @returns {(name: string) => HTMLElement}
 */
export function within(root) {
  return (name) => part(name, root);
}

/**
 * The buttons that do this.
 *
 * @param {string} action
 * @returns {HTMLElement[]}
 */
export function buttons(action) {
  return elements(`[data-action="${action}"]`, document);
}

/**
 * The element an event happened to.
 *
 * @param {Event} event
 * @returns {Element | null} also one of the small window's, which is no instance of this window's `Element`
 */
export function targetOf({ target }) {
  return target && "closest" in target ? /** @type {Element} */ (target) : null;
}

/**
 * The data embedded in the page under this id.
 *
 * @template T
 * @param {string} id
 * @returns {T} null where there is none
 */
export function embedded(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null");
}

/**
 * Writes a text where it differs.
 *
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Writes paragraphs where they differ.
 *
 * @param {Element} element
 * @param {string} text its paragraphs one a line
 */
export function writeParagraphs(element, text) {
  const lines = text.split("\n");
  const shown = [...element.children].map((paragraph) => paragraph.textContent);
  if (shown.join("\n") === text) return;
  element.replaceChildren(...lines.map(paragraphOf));
}

/**
 * Writes a line, which is there only while it says something.
 *
 * @param {HTMLElement} element
 * @param {string} text
 */
export function writeOrHide(element, text) {
  write(element, text);
  show(element, text !== "");
}

/**
 * Shows or hides an element.
 *
 * @param {HTMLElement} element
 * @param {boolean} shown
 */
export function show(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

/**
 * Hides something that may hold the focus; the focus then goes to `next` instead of being lost.
 *
 * @param {HTMLElement} element
 * @param {boolean} shown
 * @param {HTMLElement} next
 */
export function showOrLeave(element, shown, next) {
  const held = !shown && element.contains(element.ownerDocument.activeElement);
  show(element, shown);
  if (held) next.focus();
}

/**
 * Sets an attribute.
 *
 * @param {Element} element
 * @param {string} name
 * @param {string | null} value null takes the attribute away
 */
export function mark(element, name, value) {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/**
 * The names of the parts directly in `root` that are shown.
 *
 * @param {Element} root
 * @returns {string} joined by commas, to be compared with those of another moment
 */
export function shownParts(root) {
  return [...root.querySelectorAll(":scope > [data-part]:not([hidden], ul, template)")]
    .map((one) => one.getAttribute("data-part"))
    .join();
}

/**
 * @param {string} selector
 * @param {ParentNode} root
 */
function elements(selector, root) {
  return [...root.querySelectorAll(selector)].filter((each) => each instanceof HTMLElement);
}

/** @param {string} line */
function paragraphOf(line) {
  const paragraph = document.createElement("p");
  paragraph.textContent = line;
  return paragraph;
}
