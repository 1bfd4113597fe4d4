/**
 * The mails of a press, while some of them wait. Without scripting the page reloads itself; with it only the part that
 * changes does, so that a reader keeps their place, and whoever listens hears once that all is done.
 */

import { announce } from "../components/announcer.js";
import { follow } from "../components/mail_progress.js";
import { part } from "../components/parts.js";

const SHOWN = "progress";

/** @param {number} length */
function wait(length) {
  return new Promise((/** @type {(value: void) => void} */ resolve) => {
    setTimeout(resolve, length);
  });
}

/** @returns {Promise<HTMLElement | null>} */
async function look() {
  if (document.hidden) return null;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector(`[data-part="${SHOWN}"]`);
  } catch {
    return null;
  }
}

/** @param {HTMLElement} seen */
function show(seen) {
  const shown = part(SHOWN);
  if (seen.innerHTML === shown.innerHTML) return;
  const focused = shown.contains(document.activeElement) ? document.activeElement : null;
  shown.replaceChildren(...seen.childNodes);
  const links = [...shown.querySelectorAll("a")];
  links.find((link) => link.getAttribute("href") === focused?.getAttribute("href"))?.focus();
}

/** @param {HTMLElement} seen */
function waiting(seen) {
  return Number(seen.dataset.waiting);
}

follow({ wait, look, waiting, show }).then(() => announce(part("sum").textContent?.trim() ?? ""));
