import assert from "node:assert/strict";
import { test } from "node:test";

import { changeSpoken, presenterSpoken, timerSpoken } from "../../../static/js/console/speech.js";
import { at, MINUTE, move, running } from "./fixtures.js";

const nameOf = (/** @type {string} */ id) => ({ ana: "Ana", ben: "Ben" })[id] ?? "";
const before = running(5, at(18));

test("a change of phase, by whom and for how long", () => {
  const after = running(6, at(19), { lastMove: move("ana", "phase.next", at(19)) });
  assert.equal(changeSpoken(before, after, { nameOf }), "Ana moved to Group discussion. 30 minutes.");
  assert.equal(changeSpoken(after, before, { nameOf }), "Now: Presenter sits back.");
});

test("time, pause and spread", () => {
  const discussion = running(6, at(19));
  const said = [
    {
      clock: { length: 31 * MINUTE, spent: 0, runningSince: at(19) },
      lastMove: move("ben", "timer.adjust", at(20)),
    },
    {
      clock: { length: 25 * MINUTE, spent: 0, runningSince: at(19) },
      lastMove: move("ben", "timer.adjust", at(20)),
    },
    {
      clock: { length: 30 * MINUTE, spent: MINUTE, runningSince: null },
      lastMove: move("ben", "timer.pause", at(20)),
    },
    { lastMove: move("ben", "timer.spread", at(20)) },
  ].map((changes) => changeSpoken(discussion, running(6, at(19), changes), { nameOf }));
  assert.deepEqual(said, [
    "Ben added 1 minute.",
    "Ben took 5 minutes away.",
    "Paused.",
    "Ben shortened the rest.",
  ]);
});

test("an undo is spoken as one, by whom, and where the group is then", () => {
  const moved = running(6, at(19), { lastMove: move("ana", "phase.next", at(19)) });
  const longer = running(5, at(18), { lastMove: move("ana", "timer.adjust", at(19)) });
  assert.deepEqual(
    [moved, longer].map((one) => changeSpoken(one, before, { nameOf, undoneName: "Ben" })),
    ["Ben undid that. Now: Presenter sits back.", "Ben undid that."],
  );
});

test("a presenter's mark is spoken, and its loss in a restart is not", () => {
  const named = (/** @type {string} */ id) => ({ tom: "Tom Baker" })[id] ?? "";
  const marked = { ...before, revision: 20, presenter: "tom" };
  const cleared = { ...before, revision: 21, presenter: null };
  assert.deepEqual(
    [
      presenterSpoken(before, marked, named),
      presenterSpoken(before, marked, () => ""),
      presenterSpoken(marked, cleared, named),
      presenterSpoken(marked, { ...marked, presenter: null }, named),
      presenterSpoken(marked, { ...marked, revision: 21 }, named),
    ],
    ["Tom Baker is marked as presenter.", "A presenter is marked.", "Nobody is marked as presenter.", "", ""],
  );
});

test("nothing new, nothing said", () => {
  const spread = running(6, at(19), { lastMove: move("ben", "timer.spread", at(20)) });
  assert.deepEqual(
    [changeSpoken(before, before, { nameOf }), changeSpoken(spread, { ...spread, revision: 99 }, { nameOf })],
    ["", ""],
  );
});

test("the end says that everything but attendance is erased", () => {
  const closed = {
    ...before,
    meeting: { ...before.meeting, status: /** @type {const} */ ("closed") },
    position: null,
  };
  assert.equal(changeSpoken(before, closed, { nameOf }), "Closed. Everything but attendance is erased.");
});

test("wrap-up and over are said once, on crossing", () => {
  assert.deepEqual(
    [
      timerSpoken("running", "wrap_up", 2 * MINUTE),
      timerSpoken("wrap_up", "over", 0),
      timerSpoken("running", "over", 0),
      timerSpoken("wrap_up", "wrap_up", MINUTE),
      timerSpoken("paused", "over", 0),
      timerSpoken("not_started", "running", MINUTE),
    ],
    ["2 minutes left.", "Time is up, when you are ready.", "Time is up, when you are ready.", "", "", ""],
  );
});
