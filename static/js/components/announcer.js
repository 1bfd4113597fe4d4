/**
 * Speech for screen readers: one polite region per page, whole sentences, at most one every three seconds,
 * the newest wins. The assertive region exists on leaders' pages only, for the two alarms alone.
 */

const QUIET_BETWEEN = 3_000;

let spokenAt = -Infinity;
/** @type {string | null} */
let waiting = null;

/**
 * Speaks a text when the reader is not in the middle of another.
 *
 * @param {string} text
 */
export function announce(text) {
  const busy = waiting !== null;
  waiting = text;
  if (busy) return;
  const wait = Math.max(0, spokenAt + QUIET_BETWEEN - performance.now());
  if (wait === 0) speak();
  else setTimeout(speak, wait);
}

/**
 * Speaks a text at once.
 *
 * @param {string} text
 */
export function alarm(text) {
  say("alarm-region", text);
}

function speak() {
  say("announcer", waiting ?? "");
  waiting = null;
  spokenAt = performance.now();
}

/**
 * Puts a text into a region, which is emptied first: the same sentence twice would otherwise not be spoken again.
 *
 * @param {string} part
 * @param {string} text
 */
function say(part, text) {
  const region = document.querySelector(`[data-part="${part}"]`);
  if (!region) return;
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}
