import assert from "node:assert/strict";
import { test } from "node:test";

import { enteredAt, moveLine, pausedAt, undoView } from "../../../static/js/console/panels/last_move.js";
import { at, move, running } from "./fixtures.js";

const people = { me: "ana", nameOf: (/** @type {string} */ id) => ({ ana: "Ana", ben: "Ben" })[id] ?? "" };
const byBen = running(7, at(48), { lastMove: move("ben", "phase.next", at(48)) });

test("the line ages in steps and is gone after two minutes", () => {
  const ages = [1, 3, 9.5, 10, 34, 60, 119, 120].map(
    (seconds) => moveLine(byBen, at(48, seconds), people)?.text ?? null,
  );
  assert.deepEqual(ages, [
    "Ben moved here · just now",
    "Ben moved here · 3 s ago",
    "Ben moved here · 9 s ago",
    "Ben moved here · 10 s ago",
    "Ben moved here · 30 s ago",
    "Ben moved here · 1 min ago",
    "Ben moved here · 1 min ago",
    null,
  ]);
});

test("one's own moves say you; each kind of move has its words", () => {
  const words = [
    "meeting.open",
    "phase.goto",
    "timer.pause",
    "timer.resume",
    "timer.adjust",
    "timer.spread",
  ].map(
    (type) => moveLine(running(6, at(19), { lastMove: move("ana", type, at(20)) }), at(20), people)?.text,
  );
  assert.deepEqual(words, [
    "You started the session · just now",
    "You moved here · just now",
    "You paused · just now",
    "You resumed · just now",
    "You changed the time · just now",
    "You spread the time · just now",
  ]);
});

test("undo names what it takes back and counts its ten seconds", () => {
  assert.deepEqual(
    [at(48), at(48, 2.5), at(48, 9.9), at(48, 10)].map((now) => undoView(byBen, now)),
    [
      { what: "go to Presenter returns", seconds: 10 },
      { what: "go to Presenter returns", seconds: 8 },
      { what: "go to Presenter returns", seconds: 1 },
      null,
    ],
  );
  assert.equal(
    undoView(running(6, at(19), { lastMove: move("ben", "timer.adjust", at(20)) }), at(20, 1))?.what,
    "change of time",
  );
});

test("no last move, no line and no undo", () => {
  assert.deepEqual(
    [moveLine(running(6, at(19)), at(20), people), undoView(running(6, at(19)), at(20))],
    [null, null],
  );
});

test("when a step was entered and a clock paused is known from the newest move alone", () => {
  const paused = running(6, at(19), { lastMove: move("ben", "timer.pause", at(20)) });
  assert.deepEqual(
    [enteredAt(byBen), enteredAt(paused), pausedAt(byBen), pausedAt(paused)],
    [at(48), null, null, at(20)],
  );
});
