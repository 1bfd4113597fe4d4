import assert from "node:assert/strict";
import { test } from "node:test";

import { clockText, minutesText, timeOfDay } from "../../../static/js/core/format.js";
import { MINUTE } from "../cast.js";

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
