/**
 * Single keys, pressed for real: each finds the button it stands for and presses that, so a key can do nothing
 * a button would not.
 *
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./keys.js").KeyAct} KeyAct
 * @typedef {import("./switches.js").Switches} Switches
 */

import { keyAct } from "./keys.js";
import { isCovered } from "./overlays.js";

const CONTROLS = "button, summary, a[href], input, select, textarea";
const TYPED_IN = "input:not([type='checkbox']), textarea, select, [contenteditable='true']";

/** @type {Record<Exclude<KeyAct, "focus_primary">, string>} */
const BUTTONS = {
  primary: '[data-part="next"]',
  back: '[data-part="back"]',
  pause: '[data-part="pause"]',
  plus: '[data-part="controls"] [data-seconds="60"]',
  minus: '[data-part="controls"] [data-seconds="-60"]',
  undo: '[data-action="move.undo"]',
  hide_names: '[data-action="page.names"]',
  help: '[data-action="page.help"]',
};

/**
 * @param {Desk} desk
 * @param {Switches} switches
 */
export function watchKeys(desk, switches) {
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    const act = keyAct(event, {
      on: switches.keys,
      typing: target.closest(TYPED_IN) !== null,
      covered: isCovered() || desk.question !== null,
      onControl: target.closest(CONTROLS) !== null,
      elsewhere: desk.previewing !== null,
      young: desk.young,
    });
    if (act === null) return;
    event.preventDefault();
    if (act === "focus_primary") focus(BUTTONS.primary);
    else press(BUTTONS[act]);
  });
}

/** @param {string} selector */
function press(selector) {
  const button = document.querySelector(selector);
  if (button instanceof HTMLElement && button.closest("[hidden]") === null) button.click();
}

/** @param {string} selector */
function focus(selector) {
  const button = document.querySelector(selector);
  if (button instanceof HTMLElement) button.focus();
}
