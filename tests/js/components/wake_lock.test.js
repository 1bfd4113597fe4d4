import assert from "node:assert/strict";
import { test } from "node:test";

import { WakeLock } from "../../../static/js/components/live_page.js";
import { settled } from "../fakes.js";

/** A display whose locks are given by hand. */
class FakeDisplay {
  visible = true;
  asked = 0;
  held = 0;
  /** @type {() => Promise<void>} */
  allows = async () => {};
  /** @type {(() => void)[]} */
  #waiting = [];
  /** @type {(() => void)[]} */
  #taken = [];

  async request() {
    this.asked += 1;
    await this.allows();
    this.held += 1;
    return this.#lock();
  }

  isVisible() {
    return this.visible;
  }

  /** @param {() => void} act */
  onVisible(act) {
    this.#waiting.push(act);
  }

  /** As browsers do: every lock is gone with the page's visibility. */
  async hides() {
    this.visible = false;
    for (const released of this.#taken.splice(0)) released();
    await settled();
  }

  async shows() {
    this.visible = true;
    for (const act of this.#waiting) act();
    await settled();
  }

  #lock() {
    /** @type {(() => void)[]} */
    const told = [];
    const released = () => {
      this.held -= 1;
      for (const act of told) act();
    };
    this.#taken.push(released);
    return {
      release: async () => {
        this.#taken = this.#taken.filter((each) => each !== released);
        released();
      },
      /**
       * @param {"release"} _event
       * @param {() => void} act
       */
      addEventListener: (_event, act) => void told.push(act),
    };
  }
}

/** @param {Partial<FakeDisplay>} [changes] */
async function running(changes = {}) {
  const display = Object.assign(new FakeDisplay(), changes);
  const lock = new WakeLock(display);
  lock.keep(true);
  await settled();
  return { display, lock };
}

test("the screen is held once while a session runs, and let go at its end", async () => {
  const { display, lock } = await running();
  lock.keep(true);
  await settled();
  const during = [display.asked, display.held];
  lock.keep(false);
  await settled();
  await display.shows();
  assert.deepEqual([during, display.asked, display.held], [[1, 1], 1, 0]);
});

test("a page that was hidden holds it again once it is visible, and asks for nothing meanwhile", async () => {
  const { display, lock } = await running();
  await display.hides();
  lock.keep(true);
  const hidden = [display.asked, display.held];
  await display.shows();
  assert.deepEqual([hidden, display.asked, display.held], [[1, 0], 2, 1]);
});

test("a refusal changes nothing, and is asked again on the next waking", async () => {
  const { display } = await running({ allows: () => Promise.reject(new Error("NotAllowedError")) });
  const refused = [display.asked, display.held];
  display.allows = async () => {};
  await display.hides();
  await display.shows();
  assert.deepEqual([refused, display.asked, display.held], [[1, 0], 2, 1]);
});

test("a session that ends while the browser still decides holds nothing afterwards", async () => {
  /** @type {() => void} */
  let decide = () => {};
  const decided = new Promise((resolve) => {
    decide = () => resolve(undefined);
  });
  const { display, lock } = await running({ allows: () => /** @type {Promise<void>} */ (decided) });
  lock.keep(false);
  decide();
  await settled();
  assert.deepEqual([display.asked, display.held], [1, 0]);
});
