/**
 * One calm line while a setting in Zoom is not as it should be. What Zoom says may reach another process than this page's, so
 * the page asks now and then, where the session has a Zoom meeting of its own.
 */

import { writeOrHide } from "../../components/parts.js";

const EVERY = 30_000;

/** @param {HTMLElement} line */
export function watchZoom(line) {
  if (line.dataset.zoom) setInterval(lookAtZoom, EVERY, line);
}

/**
 * @param {HTMLElement} line
 * @param {(address: string) => Promise<Pick<Response, "ok" | "json">>} [ask]
 */
export async function lookAtZoom(line, ask = (address) => fetch(address)) {
  try {
    const answer = await ask(line.dataset.zoom ?? "");
    if (answer.ok) writeOrHide(line, (await answer.json()).words);
  } catch {
    // Not connected, which the page says elsewhere; the line stays as it was.
  }
}
