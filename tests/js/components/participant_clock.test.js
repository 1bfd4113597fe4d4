/** @typedef {import("../../../static/js/core/types.js").Snapshot} Snapshot */

import assert from "node:assert/strict";
import { test } from "node:test";

import { hasClock, invitedBack, timeShown } from "../../../static/js/components/participant_clock.js";
import { gathering, MINUTE, QUIET, running, START, withFigures } from "../fixtures.js";

const reader = { quiet: QUIET, turnedDown: false };
const none = { kind: "none" };

test("soft shows a word and blocks, hidden nothing", () => {
  assert.deepEqual(
    [
      timeShown(running(6, { band: "middle" }), START, reader),
      timeShown(running(6, { participantClock: "hidden", band: undefined }), START, reader),
    ],
    [{ kind: "band", band: "middle" }, none],
  );
});

test("no clock before the opening and in quiet steps, whatever the setting", () => {
  const pages = [gathering(), running(2), running(5), withFigures(2, 0), withFigures(8, 0)];
  assert.deepEqual(
    pages.map((each) => timeShown(each, START, reader)),
    Array(5).fill(none),
  );
});

test("minutes are about, seconds are exact, and after zero both say a word", () => {
  const minutes = withFigures(6, 0, { participantClock: "minutes" });
  const moments = [18 * MINUTE - 1, 30 * MINUTE, 45 * MINUTE];
  assert.deepEqual(
    moments.map((passed) => timeShown(minutes, START + passed, reader)),
    [
      { kind: "words", words: "about 12 min" },
      { kind: "words", words: "finishing" },
      { kind: "words", words: "finishing" },
    ],
  );
  assert.deepEqual(
    moments.map((passed) => timeShown(withFigures(6, 0), START + passed, reader)),
    [
      { kind: "figures", words: "12:01" },
      { kind: "words", words: "finishing" },
      { kind: "words", words: "finishing" },
    ],
  );
});

test("a pause is a word under every setting but hidden", () => {
  const stopped = { length: 30 * MINUTE, spent: MINUTE, runningSince: null };
  const pages = [
    withFigures(6, 0, { clock: stopped }),
    running(6, { paused: true }),
    running(6, { participantClock: "hidden", paused: true, band: undefined }),
  ];
  assert.deepEqual(
    pages.map((each) => timeShown(each, START, reader)),
    [{ kind: "words", words: "Paused" }, { kind: "words", words: "Paused" }, none],
  );
});

test("who turned the clock down sees none, and can turn it up again", () => {
  const page = withFigures(6, 0);
  assert.deepEqual(
    [timeShown(page, START, { quiet: QUIET, turnedDown: true }), hasClock(page, QUIET)],
    [none, true],
  );
});

test("there is nothing to turn down under hidden, and for the presenter who sits back", () => {
  const pages = [running(6, { participantClock: "hidden" }), withFigures(6, 0, { youPresent: true })];
  assert.deepEqual(
    pages.map((each) => hasClock(each, QUIET)),
    [false, false],
  );
});

/**
 * @param {Snapshot} snapshot
 * @param {number} [passed]
 * @param {boolean} [turnedDown]
 */
function back(snapshot, passed = 0, turnedDown = false) {
  return invitedBack({ ...snapshot, youPresent: true }, START + passed, {
    turnedDown,
    beforeTheClose: "Before the close.",
  });
}

test("under soft the presenter reads “soon” in the last third", () => {
  assert.deepEqual(
    [back(running(6)), back(running(6, { band: "late" }))],
    ["Before the close.", "You will be invited back soon."],
  );
});

test("“soon” is not said while another round comes before the return", () => {
  const discussion = running(6, { band: "late" });
  discussion.steps[6].phase = "outer_reflections";
  assert.equal(back(discussion), "Before the close.");
});

test("with figures the presenter reads words, in steps of five, and never a digit", () => {
  const spoken = [0, 9, 19, 26, 28, 40].map((passed) => back(withFigures(6, 0), passed * MINUTE));
  assert.deepEqual(spoken, [
    "About thirty minutes more.",
    "About twenty minutes more.",
    "About ten minutes more.",
    "About five minutes more.",
    "You will be invited back soon.",
    "You will be invited back soon.",
  ]);
});

test("the steps before the return count too", () => {
  const discussion = withFigures(6, 25 * MINUTE);
  discussion.steps[6] = { ...discussion.steps[6], phase: "outer_reflections", length: 15 * MINUTE };
  discussion.steps[7] = { ...discussion.steps[7], phase: "return" };
  assert.equal(back(discussion), "About twenty minutes more.");
});

test("hidden and turned down say no more than that there is a return", () => {
  assert.deepEqual(
    [back(running(6, { participantClock: "hidden", band: "late" })), back(withFigures(6, 0), 0, true)],
    ["Before the close.", "Before the close."],
  );
});
