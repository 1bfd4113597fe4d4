import assert from "node:assert/strict";
import { test } from "node:test";

import { clockFace, currentPhaseView } from "../../../static/js/console/panels/current_phase.js";
import { at, gathering, MINUTE, running } from "./fixtures.js";

const own = { pausedSince: null, coarse: false };

test("the five forms of the clock", () => {
  const discussion = running(6, at(19));
  const paused = {
    ...discussion,
    clock: { length: 30 * MINUTE, spent: 25 * MINUTE + 48_000, runningSince: null },
  };
  assert.deepEqual(
    [
      clockFace(gathering(), at(-5), own),
      clockFace(discussion, at(30, 36), own),
      clockFace(discussion, at(47, 20), own),
      clockFace(discussion, at(50, 20), own),
      clockFace(paused, at(45, 30), { pausedSince: at(44, 48), coarse: false }),
    ],
    [
      { state: "not_started", digits: "Ready", word: "60 min", filled: 0 },
      { state: "running", digits: "18:24", word: "running", filled: 696 / 1800 },
      { state: "wrap_up", digits: "1:40", word: "wrap up", filled: 1700 / 1800 },
      { state: "over", digits: "+1:20", word: "over", filled: 1 },
      { state: "paused", digits: "4:12", word: "paused (0:42)", filled: 1548 / 1800 },
    ],
  );
});

test("zero is zero and not a plus", () => {
  assert.deepEqual(
    [at(49), at(49, 0.5), at(49, 1)].map((now) => clockFace(running(6, at(19)), now, own).digits),
    ["0:00", "0:00", "+0:01"],
  );
});

test("a pause whose beginning is unknown shows no length", () => {
  const paused = running(6, at(19), { clock: { length: 30 * MINUTE, spent: 0, runningSince: null } });
  assert.equal(clockFace(paused, at(30), own).word, "paused");
});

test("a leader may have whole minutes instead", () => {
  const coarse = { pausedSince: null, coarse: true };
  assert.deepEqual(
    [at(30, 36), at(49), at(50, 20)].map((now) => clockFace(running(6, at(19)), now, coarse).digits),
    ["19 min", "0 min", "+1 min"],
  );
});

test("on a copy of this page's own the button says that it moves nobody else", () => {
  assert.equal(
    currentPhaseView(running(6, at(19)), at(20), { ...own, showsCopy: true }).primary,
    "Here only: go to Presenter returns",
  );
});

test("the buttons name their effect, and from the last phase the way leads to the end", () => {
  const words = [gathering(), running(1, at(0)), running(6, at(19)), running(8, at(56))]
    .map((snapshot) => currentPhaseView(snapshot, at(56), own))
    .map(({ phase, primary, primaryAction, backLabel, back }) => [
      phase,
      primary,
      primaryAction,
      backLabel,
      back,
    ]);
  assert.deepEqual(words, [
    ["Gathering", "Start session", "meeting.open", "Back", null],
    ["Opening and agreement", "Go to: Who has a case?", "phase.next", "Back", null],
    [
      "Group discussion",
      "Go to: Presenter returns",
      "phase.next",
      "Back to: Presenter sits back",
      "Presenter sits back",
    ],
    ["Closing", "End session…", "page.end", "Back to: Presenter returns", "Presenter returns"],
  ]);
});

test("the title counts in minutes and names no person", () => {
  assert.deepEqual(
    [at(30, 36), at(50, 20)].map((now) => currentPhaseView(running(6, at(19)), now, own).title),
    ["19 min · Group discussion", "+1 min · Group discussion"],
  );
});

test("pause becomes resume", () => {
  const paused = running(6, at(19), { clock: { length: 30 * MINUTE, spent: 0, runningSince: null } });
  assert.deepEqual(
    [running(6, at(19)), paused].map((snapshot) => currentPhaseView(snapshot, at(20), own).pauseLabel),
    ["Pause", "Resume"],
  );
});
