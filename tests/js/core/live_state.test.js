import assert from "node:assert/strict";
import { test } from "node:test";

import { LiveState } from "../../../static/js/core/live_state.js";
import { running } from "../fixtures.js";

const at = (/** @type {number} */ revision, /** @type {number} */ serverNow) =>
  running(3, { revision, serverNow });

test("an older revision is dropped, a newer one taken", () => {
  const state = new LiveState(at(7, 100));
  assert.deepEqual([state.accept(at(6, 900)), state.accept(at(8, 50)), state.revision], [false, true, 8]);
});

test("of one revision the later moment stands", () => {
  const state = new LiveState(at(7, 100));
  assert.deepEqual(
    [state.accept(at(7, 99)), state.accept(at(7, 100)), state.accept(at(7, 101))],
    [false, true, true],
  );
});

test("listeners hear what was taken, and what it replaced", () => {
  const first = at(7, 100);
  const second = at(8, 200);
  const state = new LiveState(first);
  /** @type {any[]} */
  const heard = [];
  state.subscribe((snapshot, before) => heard.push([snapshot, before]));
  state.accept(at(6, 300));
  state.accept(second);
  assert.deepEqual(heard, [[second, first]]);
});

test("a listener can stop listening", () => {
  const state = new LiveState();
  let heard = 0;
  const stop = state.subscribe(() => {
    heard += 1;
  });
  state.accept(at(1, 1));
  stop();
  state.accept(at(2, 2));
  assert.equal(heard, 1);
});
