import assert from "node:assert/strict";
import { test } from "node:test";

import { refusalText, staleText } from "../../../static/js/console/refusals.js";
import { at, gathering, move, running } from "./fixtures.js";

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
      "This is the last phase. Ending the session is its own act.",
      "This is the first phase.",
      "The group is in that phase already.",
      "That is more time than this phase can give or take.",
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
    "The other leader already moved to Presenter returns. Your press changed nothing.",
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
