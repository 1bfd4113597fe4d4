/**
 * Menus and dialogs: what covers the page and so switches single keys off. Menus are `details`, which open
 * without scripting; here they learn to close by Escape, by a press elsewhere, and after a press inside.
 */

/** @param {() => void} onOpen a menu has opened */
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

/** @returns {boolean} whether a dialog or a menu is open */
export function isCovered() {
  return document.querySelector("dialog[open]") !== null || openMenu() !== null;
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
