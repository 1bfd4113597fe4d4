/**
 * A small window beside the page, for whoever has Zoom over the whole screen: above all others where the browser can do
 * that (Document Picture-in-Picture), an ordinary small one elsewhere.
 *
 * It is no page of its own: it has no address, no connection and no rules. It shows copies of parts of this page, made alike
 * again after each drawing, so that the two can never disagree; and presses on them go where presses on the page go. A view
 * of its own, drawn from the same state, was the alternative: two places for each rule of what a button says.
 *
 * A page in a hidden tab has its timers slowed down to one a minute. The small window is seen, so its timers are not: both
 * wake the page, whichever is first.
 *
 * @typedef {import("../transport/browser.js").Cancel} Cancel
 * @typedef {{width: number, height: number}} Size
 * @typedef {{window: Window, floats: boolean}} Opened `floats`: it stays above all other windows
 *
 * @typedef {object} Desktop what is needed of the browser
 * @property {((size: Size) => Promise<Window>) | null} floating null where there is no such thing
 * @property {(size: Size) => Window | null} ordinary null when it is blocked
 *
 * @typedef {object} Contents
 * @property {Size} size
 * @property {string} classes
 * @property {string[]} shown selectors of the parts of this page, in order
 * @property {() => string} title
 * @property {(page: Document) => void} [opened] it stands there, filled
 * @property {() => void} changed it has been opened or closed
 */

import { mark } from "./parts.js";

/** What a sheet may know of the page's state: attributes of its `main`. */
const STATES = ["data-status", "data-view", "data-reminder"];
const REGIONS = ["announcer", "alarm-region"];
const ELEMENT = 1;

/** @type {Desktop} */
const thisDesktop = {
  get floating() {
    const { documentPictureInPicture: floating } = /** @type {any} */ (window);
    return floating ? (/** @type {Size} */ size) => floating.requestWindow(size) : null;
  },
  ordinary: ({ width, height }) => window.open("", "_blank", `popup,width=${width},height=${height}`),
};

/** Opens the small window, keeps it alike, and closes it. */
export class PopOut {
  /** @type {Opened | null} */
  #opened = null;
  #opening = false;
  /** @type {[Element, Element][]} */
  #copies = [];
  #contents;
  #desktop;

  /**
   * @param {Contents} contents
   * @param {Desktop} [desktop]
   */
  constructor(contents, desktop = thisDesktop) {
    this.#contents = contents;
    this.#desktop = desktop;
    window.addEventListener("pagehide", () => this.close());
  }

  get isOpen() {
    return this.#opened !== null;
  }

  /** The small window's document; null until it is there and filled. */
  get document() {
    return this.#copies.length > 0 ? (this.#opened?.window.document ?? null) : null;
  }

  /** Whether it stays above all other windows. */
  get floats() {
    return this.#opened?.floats ?? false;
  }

  /** The document in which the reader is: the small window's while that has the focus. */
  get readersDocument() {
    const small = this.document;
    return small?.hasFocus() && !document.hasFocus() ? small : document;
  }

  /**
   * Opens it, or closes it when it is open. Only to be called by a press: browsers open nothing by themselves.
   *
   * @returns {Promise<boolean>} false when the browser has blocked it
   */
  async toggle() {
    if (this.#opened) {
      this.close();
      window.focus();
      return true;
    }
    if (this.#opening) return true;
    this.#opening = true;
    const opened = await openOn(this.#desktop, this.#contents.size);
    this.#opening = false;
    if (opened) await this.#furnish(opened);
    return opened !== null;
  }

  close() {
    const opened = this.#opened;
    if (!opened) return;
    this.#forget();
    opened.window.close();
  }

  /**
   * Calls `act` after so many ms, once, by whichever window's timer is first.
   *
   * @param {number} ms
   * @param {() => void} act
   * @returns {Cancel}
   */
  after = (ms, act) => byTheFirst(this.#opened ? [window, this.#opened.window] : [window], ms, act);

  /** Makes it like the page again; to be called after each drawing. */
  draw() {
    if (!this.#opened) return;
    for (const [original, copy] of this.#copies) mirror(original, copy);
    const { document: small } = this.#opened.window;
    mark(small.documentElement, "data-mood", document.documentElement.dataset.mood ?? null);
    if (small.title !== this.#contents.title()) small.title = this.#contents.title();
    copyStates(small);
  }

  /** @param {Opened} opened */
  async #furnish(opened) {
    const { document: small } = opened.window;
    this.#opened = opened;
    opened.window.addEventListener("pagehide", () => this.#closed(opened));
    await dress(small);
    if (this.#opened !== opened) return;
    this.#copies = this.#contents.shown.map((selector) => copyOf(selector, small));
    small.body.append(newMain(small, this.#contents.classes, this.#copies), ...copiesOfRegions(small));
    this.#contents.opened?.(small);
    small.addEventListener("visibilitychange", () => this.#contents.changed());
    this.#contents.changed();
  }

  /** @param {Opened} opened closed by its own buttons, or reloaded and now empty */
  #closed(opened) {
    if (this.#opened !== opened) return;
    this.#forget();
    opened.window.close();
  }

  #forget() {
    this.#opened = null;
    this.#copies = [];
    this.#contents.changed();
  }
}

/**
 * Opens a window by the best means there is.
 *
 * @param {Desktop} desktop
 * @param {Size} size
 * @returns {Promise<Opened | null>} null when it was blocked
 */
export async function openOn(desktop, size) {
  try {
    if (desktop.floating) return { window: await desktop.floating(size), floats: true };
  } catch {
    // Refused here, in a frame or by a setting: an ordinary window may still be allowed.
  }
  const ordinary = desktop.ordinary(size);
  return ordinary && { window: ordinary, floats: false };
}

/**
 * Calls `act` after so many ms, once, by the timer of whichever window is first.
 *
 * @param {Pick<Window, "setTimeout" | "clearTimeout">[]} windows
 * @param {number} ms
 * @param {() => void} act
 * @returns {Cancel}
 */
export function byTheFirst(windows, ms, act) {
  const timers = windows.map((each) => each.setTimeout(wake, ms));
  const cancel = () => windows.forEach((each, index) => each.clearTimeout(timers[index]));
  function wake() {
    cancel();
    act();
  }
  return cancel;
}

/**
 * Makes a copy like its original. Elements stay the same where the kinds of elements do, so that the focus stays too.
 *
 * @param {Element} original
 * @param {Element} copy
 */
export function mirror(original, copy) {
  for (const name of copy.getAttributeNames()) if (!original.hasAttribute(name)) copy.removeAttribute(name);
  for (const name of original.getAttributeNames()) mark(copy, name, original.getAttribute(name));
  const [theirs, ours] = [[...original.childNodes], [...copy.childNodes]];
  if (kinds(theirs) === kinds(ours)) theirs.forEach((node, index) => mirrorNode(node, ours[index]));
  else copy.replaceChildren(...theirs.map((node) => copy.ownerDocument.importNode(node, true)));
}

/**
 * @param {Node} original
 * @param {Node | undefined} copy
 */
function mirrorNode(original, copy) {
  if (original.nodeType === ELEMENT) mirror(/** @type {Element} */ (original), /** @type {Element} */ (copy));
  else if (copy && copy.nodeValue !== original.nodeValue) copy.nodeValue = original.nodeValue;
}

/** @param {Node[]} nodes */
function kinds(nodes) {
  return nodes.map(({ nodeName }) => nodeName).join();
}

/**
 * Gives the empty document the page's language and style sheets, which the browser has; resolves once they apply.
 *
 * @param {Document} small
 */
async function dress(small) {
  const { lang, dir } = document.documentElement;
  Object.assign(small.documentElement, { lang, dir });
  const sheets = [...document.querySelectorAll('link[rel="stylesheet"]')].map((sheet) => {
    const copy = small.createElement("link");
    copy.rel = "stylesheet";
    copy.href = /** @type {HTMLLinkElement} */ (sheet).href;
    return copy;
  });
  const applied = sheets.map(
    (sheet) =>
      new Promise((resolve) => {
        sheet.addEventListener("load", resolve);
        sheet.addEventListener("error", resolve);
      }),
  );
  small.head.append(...sheets);
  await Promise.all(applied);
}

/**
 * @param {string} selector
 * @param {Document} small
 * @returns {[Element, Element]}
 */
function copyOf(selector, small) {
  const original = document.querySelector(selector);
  if (!original) throw new Error(`this page has no "${selector}"`);
  return [original, small.importNode(original, true)];
}

/**
 * @param {Document} small
 * @param {string} classes
 * @param {[Element, Element][]} copies
 */
function newMain(small, classes, copies) {
  const main = small.createElement("main");
  main.className = classes;
  main.append(...copies.map(([, copy]) => copy));
  return main;
}

/**
 * Its own places to speak from; what they say is no copy, since it would be heard twice.
 *
 * @param {Document} small
 */
function copiesOfRegions(small) {
  return REGIONS.flatMap((name) => [...document.querySelectorAll(`[data-part="${name}"]`)]).map((region) =>
    small.importNode(region, false),
  );
}

/** @param {Document} small */
function copyStates(small) {
  const main = document.querySelector("main");
  const copy = small.querySelector("main");
  for (const name of STATES) if (copy && main) mark(copy, name, main.getAttribute(name));
}
