import assert from "node:assert/strict";
import { test } from "node:test";

import { untilNextChange } from "../../../static/js/components/live_page.js";
import { gathering, MINUTE, running, START, withFigures } from "../fixtures.js";

test("seconds wake the page just past the next second", () => {
  assert.equal(untilNextChange(withFigures(6, 0), START + 400, true), 605);
});

test("nothing wakes a page on which nothing can change by itself", () => {
  const paused = withFigures(6, 0, { clock: { length: MINUTE, spent: 0, runningSince: null } });
  const pages = [running(6), paused, withFigures(6, 30 * MINUTE)];
  assert.deepEqual(
    pages.map((page) => untilNextChange(page, START, true)),
    [null, null, null],
  );
});

test("words that depend on the time are looked at every five seconds", () => {
  const minutes = withFigures(6, 0, { participantClock: "minutes" });
  assert.deepEqual(
    [
      untilNextChange(gathering(), START, true),
      untilNextChange(minutes, START, true),
      untilNextChange(running(6), START, false),
    ],
    [5_000, 5_000, 5_000],
  );
});
