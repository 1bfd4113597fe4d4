import assert from "node:assert/strict";
import { test } from "node:test";

import { byTheFirst, openOn } from "../../../static/js/components/pop_out.js";
import { FakeBrowser } from "../fakes.js";

const SIZE = { width: 340, height: 300 };
const floating = /** @type {Window} */ ({ name: "floating" });
const ordinary = /** @type {Window} */ ({ name: "ordinary" });
const refused = () => Promise.reject(new Error("NotAllowedError"));

test("a window above all others is preferred, an ordinary one is the next best", async () => {
  const opened = [
    await openOn({ floating: async () => floating, ordinary: () => ordinary }, SIZE),
    await openOn({ floating: null, ordinary: () => ordinary }, SIZE),
    await openOn({ floating: refused, ordinary: () => ordinary }, SIZE),
    await openOn({ floating: refused, ordinary: () => null }, SIZE),
  ];
  assert.deepEqual(opened, [
    { window: floating, floats: true },
    { window: ordinary, floats: false },
    { window: ordinary, floats: false },
    null,
  ]);
});

/** A window whose timers take this many times as long. */
class SlowWindow {
  #browser;
  #slowness;
  /** @type {(() => void)[]} */
  #cancels = [];

  /**
   * @param {FakeBrowser} browser
   * @param {number} slowness
   */
  constructor(browser, slowness) {
    this.#browser = browser;
    this.#slowness = slowness;
  }

  /**
   * @param {() => void} act
   * @param {number} ms
   */
  setTimeout(act, ms) {
    return this.#cancels.push(this.#browser.after(ms * this.#slowness, act)) - 1;
  }

  /** @param {number} timer */
  clearTimeout(timer) {
    this.#cancels[timer]?.();
  }
}

/** @param {FakeBrowser} browser */
function pageAndSmallWindow(browser) {
  return /** @type {any[]} */ ([new SlowWindow(browser, 60), new SlowWindow(browser, 1)]);
}

test("whichever window's timer is first wakes the page, once", async () => {
  const browser = new FakeBrowser();
  let woken = 0;
  byTheFirst(pageAndSmallWindow(browser), 1_000, () => {
    woken += 1;
  });
  await browser.pass(999);
  const before = woken;
  await browser.pass(1);
  const then = woken;
  await browser.pass(600_000);
  assert.deepEqual([before, then, woken], [0, 1, 1]);
});

test("what was cancelled wakes nobody", async () => {
  const browser = new FakeBrowser();
  let woken = 0;
  const cancel = byTheFirst(pageAndSmallWindow(browser), 1_000, () => {
    woken += 1;
  });
  cancel();
  await browser.pass(600_000);
  assert.equal(woken, 0);
});
