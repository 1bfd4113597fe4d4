import assert from "node:assert/strict";
import { test } from "node:test";

import { clockText, minutesText, t, timeOfDay, tn, untilStart } from "../../../static/js/core/words.js";
import { MINUTE, START } from "../fixtures.js";

test("a sentence is itself, with its places filled", () => {
  assert.equal(t("Now: {phase}.", { phase: "Group discussion" }), "Now: Group discussion.");
});

test("a value is never read as a place", () => {
  assert.equal(t("{a} {b}", { a: "{b}", b: "x" }), "{b} x");
});

test("one and many", () => {
  assert.deepEqual(
    [1, 0, 5].map((n) => tn("{n} minute", "{n} minutes", n)),
    ["1 minute", "0 minutes", "5 minutes"],
  );
});

test("clocks round up, so that 0:00 means over", () => {
  assert.deepEqual([18 * MINUTE + 23_001, 1000, 1, 0].map(clockText), ["18:24", "0:01", "0:01", "0:00"]);
});

test("over time is counted in whole seconds that have passed", () => {
  assert.deepEqual([-1, -999, -1000, -80_000].map(clockText), ["0:00", "0:00", "0:01", "1:20"]);
});

test("long steps stay in minutes", () => {
  assert.equal(clockText(75 * MINUTE), "75:00");
});

test("minutes are about, and never none", () => {
  assert.deepEqual([12 * MINUTE + 20_000, 11 * MINUTE + 40_000, 20_000].map(minutesText), [
    "about 12 min",
    "about 12 min",
    "about 1 min",
  ]);
});

test("a moment is written as a clock time in the zone asked for", () => {
  const moment = Date.UTC(2026, 10, 25, 0, 5);
  assert.deepEqual(
    ["America/New_York", "Europe/Paris"].map((zone) => timeOfDay(moment, zone)),
    ["19:05", "01:05"],
  );
});

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
