/**
 * From a click to what it asks for. Every button says in `data-action` what it does: a command's type goes to
 * the server, `page.…` stays on this page. A key presses the same buttons' acts, so there is one way for each.
 *
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./press_desk.js").PressDesk} PressDesk
 * @typedef {import("./press_desk.js").Move} Move
 */

import { leaveMenu } from "./overlays.js";

/** Buttons whose words depend on where the group is. */
const GUARDED = ["next", "back", "pause"];
const MOVED_AWAY_FOR = 400;

/**
 * @param {Desk} desk
 * @param {PressDesk} pressDesk
 * @param {Record<string, (button: HTMLElement) => void>} pageActs
 */
export function watchPresses(desk, pressDesk, pageActs) {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-action]") : null;
    if (!(button instanceof HTMLElement) || isFalling(desk, button, event)) return;
    const action = button.dataset.action ?? "";
    leaveMenu(button);
    const pageAct = pageActs[action];
    if (button.getAttribute("aria-disabled") === "true") pressDesk.explain();
    else if (pageAct) pageAct(button);
    else void pressDesk.press(moveOf(button, action));
  });
}

/**
 * The finger was already falling when the words under it, or its place on the page, changed.
 *
 * @param {Desk} desk
 * @param {HTMLElement} button
 * @param {MouseEvent} event
 */
function isFalling({ guard }, button, event) {
  const at = performance.now();
  const name = button.dataset.part ?? "";
  if (GUARDED.includes(name) && guard.ignores(name, at)) return true;
  const byPointer = event.detail > 0;
  return (
    byPointer && button.closest('[data-part="now"]') !== null && guard.ignores("place", at, MOVED_AWAY_FOR)
  );
}

/**
 * @param {HTMLElement} button
 * @param {string} type
 * @returns {Move}
 */
function moveOf(button, type) {
  const { position, seconds, mark } = button.dataset;
  const person = button.closest("[data-person]")?.getAttribute("data-person");
  return {
    type,
    ...(position ? { position: Number(position) } : {}),
    ...(seconds ? { seconds: Number(seconds) } : {}),
    ...(person && type !== "presenter.clear" ? { person } : {}),
    ...(mark === "present" || mark === "absent" ? { mark } : {}),
  };
}
