import assert from "node:assert/strict";
import { test } from "node:test";

import { refusalText, staleText, watchSilence } from "../../../static/js/console/command_feedback.js";
import { FakeBrowser } from "../fakes.js";
import { at, gathering, move, running } from "./fixtures.js";

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

test("every code of the contract has its own sentence", () => {
  const codes = [
    "not_allowed",
    "invalid",
    "unknown_command",
    "not_open",
    "closed",
    "nothing_to_undo",
    "rate_limited",
    "unavailable",
  ];
  const sentences = codes.map((code) => refusalText(code, "presenter.set"));
  assert.equal(new Set(sentences).size, codes.length);
  assert.equal(sentences[7], "Not saved. Please press again.");
});

test("what was impossible is said in the words of the press", () => {
  assert.deepEqual(
    ["phase.next", "phase.back", "phase.goto", "timer.adjust"].map((type) => refusalText("invalid", type)),
    [
      "This is the last phase. To end the session, press “End session”.",
      "This is the first phase.",
      "The group is in that phase already.",
      "That is more time than this phase can take or give up.",
    ],
  );
});

test("a stale press names who was faster and where the group is now", () => {
  const moved = running(7, at(48), { lastMove: move("ben", "phase.next", at(48)) });
  assert.equal(
    staleText(moved, "Ben"),
    "Ben already moved to Presenter returns. Your press changed nothing.",
  );
  assert.equal(
    staleText(moved, null),
    "Another leader already moved to Presenter returns. Your press changed nothing.",
  );
});

test("a stale press that met no move", () => {
  assert.equal(
    staleText(gathering(), "Ben"),
    "Something changed a moment before. Your press changed nothing.",
  );
  const paused = running(6, at(19), { lastMove: move("ben", "timer.pause", at(20)) });
  assert.equal(staleText(paused, "Ben"), "Ben already paused the clock. Your press changed nothing.");
});
