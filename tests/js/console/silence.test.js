import assert from "node:assert/strict";
import { test } from "node:test";

import { watchSilence } from "../../../static/js/console/silence.js";
import { FakeWorld } from "../fakes.js";

const LONGER = "Saving is taking longer than usual. Waiting…";
const ASKING = "No answer yet. Asking whether your press took effect.";

function watched() {
  const world = new FakeWorld();
  /** @type {string[]} */
  const said = [];
  const ended = watchSilence(
    (text) => said.push(text),
    (ms, act) => world.after(ms, act),
  );
  return { world, said, ended };
}

test("an answer within a second is waited for in silence", async () => {
  const { world, said, ended } = watched();
  await world.pass(999);
  const late = ended();
  await world.pass(60_000);
  assert.deepEqual([said, late], [[], false]);
});

test("after a second it says calmly that it takes longer, and once", async () => {
  const { world, said, ended } = watched();
  await world.pass(1_000);
  await world.pass(4_999);
  assert.deepEqual([said, ended()], [[LONGER], true]);
});

test("once the server must have given up, that the page asks", async () => {
  const { world, said, ended } = watched();
  await world.pass(6_000);
  const late = ended();
  await world.pass(60_000);
  assert.deepEqual([said, late], [[LONGER, ASKING], true]);
});
