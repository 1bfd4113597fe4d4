import assert from "node:assert/strict";
import { test } from "node:test";

import {
  enteredAt,
  moveLine,
  pausedAt,
  undoneLine,
  undoView,
} from "../../../static/js/console/panels/last_move.js";
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
    "You shortened the rest · just now",
  ]);
});

test("undo names what it takes back and counts its ten seconds", () => {
  assert.deepEqual(
    [at(48), at(48, 2.5), at(48, 9.9), at(48, 10)].map((now) => undoView(byBen, now, 6)),
    [
      { what: "back to Group discussion", seconds: 10 },
      { what: "back to Group discussion", seconds: 8 },
      { what: "back to Group discussion", seconds: 1 },
      null,
    ],
  );
  assert.equal(
    undoView(running(6, at(19), { lastMove: move("ben", "timer.adjust", at(20)) }), at(20, 1), 6)?.what,
    "change of time",
  );
});

test("undo names where it leads back to, as far as this page knows it", () => {
  /** @type {[string, number | null | undefined][]} */
  const moves = [
    ["meeting.open", null],
    ["phase.next", undefined],
    ["phase.back", undefined],
    ["phase.goto", 2],
    ["phase.goto", undefined],
  ];
  assert.deepEqual(
    moves.map(
      ([type, from]) =>
        undoView(running(5, at(18), { lastMove: move("ben", type, at(18)) }), at(18), from)?.what,
    ),
    [
      "back to Gathering",
      "back to Clarifying questions",
      "back to Group discussion",
      "back to Who has a case?",
      "the move to Presenter sits back",
    ],
  );
});

test("an undo is told as one, by whom as far as it can be known", () => {
  const ages = [1, 30, 120].map((seconds) => undoneLine({ by: "ben", at: at(48) }, at(48, seconds), people));
  assert.deepEqual(ages, [
    { text: "Ben undid that · just now", byOther: true, fresh: true },
    { text: "Ben undid that · 30 s ago", byOther: true, fresh: false },
    null,
  ]);
  assert.deepEqual(
    ["ana", null].map((by) => undoneLine({ by, at: at(48) }, at(48, 1), people)?.text),
    ["You undid that · just now", "Another leader undid that · just now"],
  );
  assert.equal(undoneLine(null, at(48), people), null);
});

test("no last move, no line and no undo", () => {
  assert.deepEqual(
    [moveLine(running(6, at(19)), at(20), people), undoView(running(6, at(19)), at(20), 5)],
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
