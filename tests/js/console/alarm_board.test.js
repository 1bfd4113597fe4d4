import assert from "node:assert/strict";
import { test } from "node:test";

import { AlarmBoard } from "../../../static/js/console/alarm_board.js";
import { at, presence, running } from "./fixtures.js";

const back = running(6, at(19), { presenter: "tom" });
const tomLost = /** @type {const} */ ({ alarm: "presenter_lost", person: "tom" });

test("raised and ended by the server, also while the list still says here", () => {
  const board = new AlarmBoard();
  board.receive(tomLost);
  board.notice(back, presence());
  assert.equal(board.presenterLost(0), "raised");
  board.receive({ ...tomLost, over: true });
  assert.equal(board.presenterLost(0), null);
});

test("'They are here' puts it away until it is raised anew", () => {
  const board = new AlarmBoard();
  board.receive(tomLost);
  board.theyAreHere();
  board.receive(tomLost);
  assert.equal(board.presenterLost(0), null);
  board.receive({ ...tomLost, over: true });
  board.receive(tomLost);
  assert.equal(board.presenterLost(0), "raised");
});

test("'Wait two minutes' waits two minutes", () => {
  const board = new AlarmBoard();
  board.receive(tomLost);
  board.waitTwoMinutes(1_000);
  assert.deepEqual(
    [1_000, 120_999, 121_000].map((at) => board.presenterLost(at)),
    ["waiting", "waiting", "waited"],
  );
});

test("a page opened too late for the message learns it from the list, and from the list that they are back", () => {
  const board = new AlarmBoard();
  board.notice(back, presence({ tom: { state: "reconnecting" } }));
  assert.equal(board.presenterLost(0), "raised");
  board.notice(back, presence());
  assert.equal(board.presenterLost(0), null);
});

test("a quiet presenter who tells or answers is the server's to judge, not the list's", () => {
  const board = new AlarmBoard();
  board.notice(running(3, at(6), { presenter: "tom" }), presence({ tom: { state: "reconnecting" } }));
  assert.equal(board.presenterLost(0), null);
});

test("it ends when the presenter has returned or the mark is cleared", () => {
  const returned = new AlarmBoard();
  returned.receive(tomLost);
  returned.notice(running(7, at(49), { presenter: "tom" }), presence({ tom: { state: "gone" } }));
  const cleared = new AlarmBoard();
  cleared.receive(tomLost);
  cleared.notice(running(6, at(19)), presence());
  assert.deepEqual([returned.presenterLost(0), cleared.presenterLost(0)], [null, null]);
});

test("another leader's page, and a recording", () => {
  const board = new AlarmBoard();
  board.receive({ alarm: "leader_lost", person: "ben" });
  board.receive({ alarm: "recording_started", person: null });
  assert.deepEqual([board.leadersLost, board.recording], [["ben"], true]);
  board.receive({ alarm: "leader_lost", person: "ben", over: true });
  board.recordingStopped();
  assert.deepEqual([board.leadersLost, board.recording], [[], false]);
});
