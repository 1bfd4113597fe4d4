/**
 * Finding and changing the parts of a page that the server has already drawn. Nothing here builds a button
 * anew: text and attributes change in place, and only when they differ, so focus stays where it is.
 */

/**
 * @param {ParentNode} root
 * @param {string} name
 * @returns {HTMLElement}
 */
export function part(root, name) {
  const found = root.querySelector(`[data-part="${name}"]`);
  if (!(found instanceof HTMLElement)) throw new Error(`The page has no part "${name}".`);
  return found;
}

/**
 * @param {ParentNode} root
 * @param {string} name
 * @returns {HTMLElement[]}
 */
export function parts(root, name) {
  return [...root.querySelectorAll(`[data-part="${name}"]`)].filter((one) => one instanceof HTMLElement);
}

/**
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {HTMLElement} element
 * @param {boolean} shown
 */
export function show(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

/**
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
 * Hides something that may hold the focus; the focus then goes to `refuge` instead of being lost.
 *
 * @param {HTMLElement} element
 * @param {boolean} shown
 * @param {HTMLElement} refuge
 */
export function showOrLeave(element, shown, refuge) {
  const held = !shown && element.contains(document.activeElement);
  show(element, shown);
  if (held) refuge.focus();
}

/**
 * @param {Element} root
 * @returns {string} the names of its parts that are shown
 */
export function standing(root) {
  return [...root.querySelectorAll(":scope > [data-part]:not([hidden], ul, template)")]
    .map((one) => one.getAttribute("data-part"))
    .join();
}
