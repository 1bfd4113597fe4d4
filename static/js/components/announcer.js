/**
 * Speech for screen readers: one polite region per page, whole sentences, at most one every three seconds,
 * the newest wins; what nobody says again, such as a signal, waits and is spoken with it. The assertive region exists on leaders' pages only, for the two alarms alone.
 */

const QUIET_BETWEEN = 3_000;

/** @type {() => Document} */
let readersDocument = () => document;
let spokenAt = -Infinity;
/** @type {{text: string, lasting: boolean}[]} */
let waiting = [];

/**
 * Says in which window the reader is. A screen reader listens to that one alone, so it is the only one that speaks.
 *
 * @param {() => Document} choose
 */
export function speakIn(choose) {
  readersDocument = choose;
}

/**
 * Speaks a text when the reader is not in the middle of another.
 *
 * @param {string} text
 * @param {{lasting?: boolean}} [how] `lasting`: no newer text takes its place
 */
export function announce(text, { lasting = false } = {}) {
  const busy = waiting.length > 0;
  waiting = [...waiting.filter((one) => one.lasting), { text, lasting }];
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
  say("announcer", waiting.map(({ text }) => text).join(" "));
  waiting = [];
  spokenAt = performance.now();
}

/**
 * Puts a text into a region, which is emptied first: the same sentence twice would otherwise not be spoken again.
 *
 * @param {string} part
 * @param {string} text
 */
function say(part, text) {
  const region = readersDocument().querySelector(`[data-part="${part}"]`);
  if (!region) return;
  region.textContent = "";
  region.ownerDocument.defaultView?.requestAnimationFrame(() => {
    region.textContent = text;
  });
}
