/**
 * Following the mails of a press: while some wait, the page is looked at again every few seconds and its own part
 * shown as it is now. A look that comes to nothing, as when the line is down, is simply tried again.
 */

export const BETWEEN_LOOKS = 3_000;

/**
 * @template Look
 * @param {{
 *   wait: (length: number) => Promise<void>,
 *   look: () => Promise<Look | null>,
 *   waiting: (look: Look) => number,
 *   show: (look: Look) => void,
 * }} page
 * @returns {Promise<void>} once nothing waits any more
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
