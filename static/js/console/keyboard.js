/**
 * Single keys, and what switches them off: a dialog, an open menu, a leader's own switch in Help.
 *
 * @typedef {import("./console_model.js").ConsoleModel} ConsoleModel
 * @typedef {"primary" | "focus_primary" | "back" | "pause" | "plus" | "minus" | "undo" | "hide_names"
 *   | "pop_out" | "help"} KeyAction
 *
 * @typedef {object} KeyPress the part of a keyboard event that matters
 * @property {string} key
 * @property {boolean} repeat
 * @property {boolean} ctrlKey
 * @property {boolean} altKey
 * @property {boolean} metaKey
 *
 * @typedef {object} Situation
 * @property {boolean} on the switch in Help
 * @property {boolean} typing
 * @property {boolean} covered a dialog, a menu or a question is open
 * @property {boolean} onControl something that Space presses has the focus
 * @property {boolean} elsewhere another phase is being looked at
 * @property {boolean} justEntered the step began less than ten seconds ago
 * @typedef {{onCoarse: (coarse: boolean) => void}} Effects
 */

import { targetOf } from "../components/parts.js";

const CONTROLS = "button, summary, a[href], input, select, textarea";
const TYPED_IN = "input:not([type='checkbox']), textarea, select, [contenteditable='true']";

/** @type {Record<Exclude<KeyAction, "focus_primary">, string>} */
const BUTTONS = {
  primary: '[data-part="next"]',
  back: '[data-part="back"]',
  pause: '[data-part="pause"]',
  plus: ':is([data-part="controls"], .pop-out) [data-seconds="60"]',
  minus: ':is([data-part="controls"], .pop-out) [data-seconds="-60"]',
  undo: '[data-action="move.undo"]',
  hide_names: '[data-action="page.names"]',
  pop_out: '[data-action="page.pop_out"]',
  help: '[data-action="page.help"]',
};

/** @type {Record<string, KeyAction>} */
const ACTS = {
  n: "primary",
  b: "back",
  " ": "pause",
  "+": "plus",
  "=": "plus",
  "-": "minus",
  u: "undo",
  h: "hide_names",
  p: "pop_out",
  "?": "help",
};

const MOVES = new Set(["primary", "back"]);
const REMEMBERED_AS = "balint-live.single-keys";

/**
 * Presses buttons by single keys: each finds the button it stands for and presses that, so a key can do nothing
 * a button would not. In the small window it finds only the buttons that are there.
 *
 * @param {Document} page this page's document, or the small window's
 * @param {ConsoleModel} model
 * @param {Switches} switches
 */
export function watchKeys(page, model, switches) {
  page.addEventListener("keydown", (event) => {
    const target = targetOf(event) ?? page.body;
    const act = keyAction(event, {
      on: switches.keys,
      typing: target.closest(TYPED_IN) !== null,
      covered: isCovered() || model.question !== null,
      onControl: target.closest(CONTROLS) !== null,
      elsewhere: model.previewing !== null && page === document,
      justEntered: model.justEntered,
    });
    if (act === null) return;
    event.preventDefault();
    const primary = find(page, BUTTONS.primary);
    if (act === "focus_primary" || (act === "primary" && endsTheSession(primary))) primary?.focus();
    else press(find(page, BUTTONS[act]));
  });
}

/**
 * What a key asks for; nothing here acts. The character counts, not the place of the key, and letters stay the same in
 * every language; a held key counts once.
 *
 * @param {KeyPress} press
 * @param {Situation} situation
 * @returns {KeyAction | null}
 */
export function keyAction(press, situation) {
  if (!situation.on || situation.typing || situation.covered) return null;
  if (press.repeat || press.ctrlKey || press.altKey || press.metaKey) return null;
  const act = ACTS[press.key.toLowerCase()] ?? null;
  if (act === "pause" && situation.onControl) return null;
  if (act !== null && MOVES.has(act) && situation.elsewhere) return null;
  return act === "primary" && situation.justEntered ? "focus_primary" : act;
}

/**
 * Lets menus close. They are `details`, which open without scripting; here they learn to close by Escape, by a press
 * elsewhere, and after a press inside.
 *
 * @param {() => void} onOpen a menu has opened
 */
export function watchMenus(onOpen) {
  document.addEventListener(
    "toggle",
    (event) => {
      if (isMenu(event.target) && event.target.open) onOpen();
    },
    true,
  );
  document.addEventListener("click", (event) => closeMenusBut(event.target));
  document.addEventListener("keydown", (event) => {
    const menu = openMenu();
    if (event.key !== "Escape" || !menu) return;
    closeMenu(menu);
  });
}

/**
 * Closes the menu a button was pressed in; the focus goes to what opened it.
 *
 * @param {Element} pressed
 */
export function leaveMenu(pressed) {
  const menu = pressed.closest("details.menu");
  if (isMenu(menu) && menu.open) closeMenu(menu);
}

/**
 * Keeps a leader's own switches in Help. That single keys are off is remembered on this device, because whoever
 * switches them off needs them off; whole minutes hold for this page.
 */
export class Switches {
  keys = true;

  /**
   * @param {ParentNode} page
   * @param {Effects} effects
   */
  constructor(page, { onCoarse }) {
    this.keys = remembered() !== "off";
    const keys = page.querySelector('[data-switch="keys"]');
    if (keys instanceof HTMLInputElement) {
      keys.checked = this.keys;
      keys.addEventListener("change", () => this.#switchKeys(keys.checked));
    }
    const coarse = page.querySelector('[data-switch="coarse"]');
    if (coarse instanceof HTMLInputElement) coarse.addEventListener("change", () => onCoarse(coarse.checked));
  }

  /** @param {boolean} on */
  #switchKeys(on) {
    this.keys = on;
    try {
      localStorage.setItem(REMEMBERED_AS, on ? "on" : "off");
    } catch {
      // A browser that keeps nothing: the switch then holds for this page.
    }
  }
}

/**
 * Whether something covers the page.
 *
 * @returns {boolean} whether a dialog or a menu is open
 */
function isCovered() {
  return document.querySelector("dialog[open]") !== null || openMenu() !== null;
}

/**
 * @param {Document} page
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
function find(page, selector) {
  return page.querySelector(selector);
}

/**
 * Whether the primary button is the way to the end: no single key leads there.
 *
 * @param {HTMLElement | null} primary
 */
function endsTheSession(primary) {
  return primary?.getAttribute("data-action") === "page.end";
}

/** @param {HTMLElement | null} button */
function press(button) {
  if (button && button.closest("[hidden]") === null) button.click();
}

/** @param {HTMLDetailsElement} menu */
function closeMenu(menu) {
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

/** @param {EventTarget | null} target */
function closeMenusBut(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (isMenu(menu) && !(target instanceof Node && menu.contains(target))) menu.open = false;
  }
}

/** @returns {HTMLDetailsElement | null} */
function openMenu() {
  return document.querySelector("details.menu[open]");
}

/**
 * @param {EventTarget | null} target
 * @returns {target is HTMLDetailsElement}
 */
function isMenu(target) {
  return target instanceof HTMLDetailsElement && target.classList.contains("menu");
}

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED_AS);
  } catch {
    return null;
  }
}
