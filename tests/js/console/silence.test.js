import assert from "node:assert/strict";
import { test } from "node:test";

import { watchSilence } from "../../../static/js/console/silence.js";
import { FakeBrowser } from "../fakes.js";

const LONGER = "Saving is taking longer than usual. Waiting…";
const ASKING = "No answer yet. Asking whether your press took effect.";

function watched() {
  const browser = new FakeBrowser();
  /** @type {string[]} */
  const said = [];
  const ended = watchSilence(
    (text) => said.push(text),
    (ms, act) => browser.after(ms, act),
  );
  return { browser, said, ended };
}

test("an answer within a second is waited for in silence", async () => {
  const { browser, said, ended } = watched();
  await browser.pass(999);
  const late = ended();
  await browser.pass(60_000);
  assert.deepEqual([said, late], [[], false]);
});

test("after a second it says calmly that it takes longer, and once", async () => {
  const { browser, said, ended } = watched();
  await browser.pass(1_000);
  await browser.pass(4_999);
  assert.deepEqual([said, ended()], [[LONGER], true]);
});

test("once the server must have given up, that the page asks", async () => {
  const { browser, said, ended } = watched();
  await browser.pass(6_000);
  const late = ended();
  await browser.pass(60_000);
  assert.deepEqual([said, late], [[LONGER, ASKING], true]);
});
