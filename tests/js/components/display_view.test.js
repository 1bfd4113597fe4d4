import assert from "node:assert/strict";
import { test } from "node:test";

import {
  aliasOf,
  guidanceStandsAlone,
  isNewPhase,
  moreLine,
  nobodyOpened,
  showsPresenterCard,
  sitsBack,
  spokenChange,
  spokenLink,
} from "../../../static/js/components/display_view.js";
import { stepAt } from "../../../static/js/core/timer.js";
import { gathering, MINUTE, running, START } from "../fixtures.js";

const EVERY_POSITION = [1, 2, 3, 4, 5, 6, 7, 8];

test("the presenter's card stays from the call to the questions", () => {
  const shown = EVERY_POSITION.filter((position) =>
    showsPresenterCard(running(position, { youPresent: true })),
  );
  assert.deepEqual([shown, showsPresenterCard(running(3))], [[2, 3, 4], false]);
});

test("one line more: for everybody in the questions, for the others while the presenter sits back", () => {
  const lines = [
    running(4),
    running(4, { youPresent: true }),
    running(6),
    running(6, { role: "observer" }),
    running(6, { youPresent: true }),
    running(5),
  ];
  assert.deepEqual(lines.map(moreLine), [
    "clarifying",
    "clarifying",
    "speak",
    "with_the_group",
    "none",
    "none",
  ]);
});

test("being marked as presenter is spoken, to the one who is", () => {
  assert.deepEqual(
    [
      spokenChange(running(2, { revision: 9, youPresent: true }), running(2), true),
      spokenChange(running(2, { revision: 9, youPresent: true }), null, true),
      spokenChange(running(2, { revision: 9 }), running(2, { youPresent: true }), true),
    ],
    ["You are marked as presenter.", "Now: Who has a case? Let silences stand.", ""],
  );
});

test("only the presenter sits back, and only once the minute of moving is over", () => {
  const pages = [running(6), running(5, { youPresent: true }), running(6, { youPresent: true })];
  assert.deepEqual(pages.map(sitsBack), [false, false, true]);
});

test("in the outer circle's round the presenter's text stands alone", () => {
  const round = running(6, { youPresent: true });
  round.steps[5].phase = "outer_reflections";
  assert.deepEqual(
    [guidanceStandsAlone(round), guidanceStandsAlone(running(6, { youPresent: true }))],
    [true, false],
  );
});

test("the small word stands beside one phase only, and nowhere before the opening", () => {
  assert.deepEqual(
    EVERY_POSITION.filter((position) => aliasOf(stepAt(running(position)))),
    [5],
  );
  assert.deepEqual([stepAt(gathering()), aliasOf(undefined)], [undefined, ""]);
});

test("ten minutes after the start the page says that nobody has opened", () => {
  assert.deepEqual(
    [10 * MINUTE - 1, 10 * MINUTE].map((passed) => nobodyOpened(START, START + passed)),
    [false, true],
  );
});

test("a change of phase is spoken with its guidance, the opening included", () => {
  const words = "Now: Group discussion. Let silences stand.";
  assert.deepEqual(
    [spokenChange(running(6), running(5), true), spokenChange(running(6), gathering(), true)],
    [words, words],
  );
});

test("bands, added time and a reconnect to the same phase are silent", () => {
  assert.equal(spokenChange(running(6, { revision: 9, band: "late" }), running(6), true), "");
});

test("a pause is spoken once, to those who see a clock, and not to the presenter who sits back", () => {
  const paused = running(6, { paused: true });
  const back = running(6, { paused: true, youPresent: true });
  assert.deepEqual(
    [
      spokenChange(paused, running(6), true),
      spokenChange(paused, paused, true),
      spokenChange(paused, running(6), false),
      spokenChange(back, running(6, { youPresent: true }), true),
    ],
    ["Paused.", "", "", ""],
  );
});

test("the connection is spoken when it goes and when it comes back, not when it first comes", () => {
  assert.deepEqual(
    [
      spokenLink("connected", undefined),
      spokenLink("reconnecting", "connected"),
      spokenLink("connected", "reconnecting"),
      spokenLink("slow", "connected"),
    ],
    ["", "Reconnecting.", "Connected.", ""],
  );
});

test("becoming the presenter changes the page as much as a phase does", () => {
  assert.deepEqual(
    [
      isNewPhase(running(6), running(5)),
      isNewPhase(running(6, { youPresent: true }), running(6)),
      isNewPhase(running(6, { revision: 9 }), running(6)),
    ],
    [true, true, false],
  );
});
