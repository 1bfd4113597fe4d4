/**
 * The mails of a press, while some of them wait: the page is looked at again every few seconds and its own part shown
 * as it is now, so that a reader keeps their place; whoever listens hears once that all is done. Without scripting the
 * whole page reloads itself.
 *
 * @template Look
 * @typedef {object} MailPage
 * @property {(length: number) => Promise<void>} wait `length` in ms
 * @property {() => Promise<Look | null>} look null when it came to nothing, as when the line is down
 * @property {(look: Look) => number} waiting how many mails wait
 * @property {(look: Look) => void} show
 */

import { announce } from "../components/announcer.js";
import { part } from "../components/parts.js";

export const BETWEEN_LOOKS = 3_000;
const SHOWN = "progress";

/**
 * Follows the mails until nothing waits any more. A look that comes to nothing is simply tried again.
 *
 * @template Look
 * @param {MailPage<Look>} page
 * @returns {Promise<void>}
 */
export async function follow({ wait, look, waiting, show }) {
  let left = Number.POSITIVE_INFINITY;
  while (left > 0) {
    await wait(BETWEEN_LOOKS);
    const seen = await look();
    if (seen === null) continue;
    left = waiting(seen);
    show(seen);
  }
}

/** @type {MailPage<HTMLElement>} the page in this browser; hidden, it is not looked at */
const mailPage = {
  wait: (length) =>
    new Promise((resolve) => {
      setTimeout(resolve, length);
    }),

  async look() {
    if (document.hidden) return null;
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return page.querySelector(`[data-part="${SHOWN}"]`);
    } catch {
      return null;
    }
  },

  waiting: (seen) => Number(seen.dataset.waiting),

  show(seen) {
    const shown = part(SHOWN);
    if (seen.innerHTML === shown.innerHTML) return;
    const focused = shown.contains(document.activeElement) ? document.activeElement : null;
    shown.replaceChildren(...seen.childNodes);
    const links = [...shown.querySelectorAll("a")];
    links.find((link) => link.getAttribute("href") === focused?.getAttribute("href"))?.focus();
  },
};

if (document.querySelector(`[data-part="${SHOWN}"]`)) {
  follow(mailPage).then(() => announce(part("sum").textContent?.trim() ?? ""));
}
