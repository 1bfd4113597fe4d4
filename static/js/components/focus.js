/**
 * A redraw never moves the focus, with one exception: a button that has just gone takes it away with itself,
 * and a reader without a pointer would start again at the top of the page.
 *
 * @param {HTMLElement} heading where the focus goes then
 * @param {() => void} draw
 */
export function keepFocus(heading, draw) {
  const focused = document.activeElement;
  draw();
  if (focused instanceof HTMLElement && focused !== document.body && !focused.checkVisibility()) {
    heading.focus({ preventScroll: true });
  }
}
