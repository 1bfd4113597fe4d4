import assert from "node:assert/strict";
import { test } from "node:test";

import { nobodyOpened, untilStart } from "../../../static/js/core/waiting.js";
import { MINUTE, START } from "../cast.js";

test("the wait is in words, and coarser the longer it is", () => {
  const waits = [60, 30, 20, 15, 10, 5, 3, 2, 0.5].map((minutes) =>
    untilStart(START, START - minutes * MINUTE),
  );
  assert.deepEqual(waits, [
    "in about an hour",
    "in about half an hour",
    "in about twenty minutes",
    "in about a quarter of an hour",
    "in about ten minutes",
    "in about five minutes",
    "in about three minutes",
    "in about two minutes",
    "in about a minute",
  ]);
});

test("once the start is past, or far away, there is nothing to say", () => {
  assert.deepEqual([untilStart(START, START), untilStart(START, START - 90 * MINUTE)], ["", ""]);
});

test("ten minutes after the start the page says that nobody has opened", () => {
  assert.deepEqual(
    [10 * MINUTE - 1, 10 * MINUTE].map((passed) => nobodyOpened(START, START + passed)),
    [false, true],
  );
});
