import assert from "node:assert/strict";
import { test } from "node:test";

import { SignalBoard } from "../../../static/js/console/signal_board.js";
import { signalWords } from "../../../static/js/console/signal_words.js";
import { at } from "./fixtures.js";

const fromBen = { signal: "two_more_minutes", from: { id: "ben", name: "Ben" }, at: at(20) };
const fromTom = { signal: "come_back", from: { id: "tom", name: "Tom Baker" }, at: at(21) };

/** @param {SignalBoard} board @param {number} now */
const words = (board, now) => board.standing(now).map(({ name, words: said }) => `${name}: ${said}`);

test("newest first; a leader's goes after two minutes, a participant's stays", () => {
  const board = new SignalBoard();
  board.receive(fromBen, true);
  board.receive(fromTom, false);
  assert.deepEqual(words(board, at(21, 59)), ["Tom Baker: I'd like to come back", "Ben: Two more minutes?"]);
  assert.deepEqual(words(board, at(22)), ["Tom Baker: I'd like to come back"]);
  assert.deepEqual(words(board, at(59)), ["Tom Baker: I'd like to come back"]);
});

test("seen takes it away", () => {
  const board = new SignalBoard();
  board.receive(fromTom, false);
  board.seen("come_back@tom");
  assert.deepEqual(words(board, at(21)), []);
});

test("the same signal again is one line, with its two minutes anew", () => {
  const board = new SignalBoard();
  board.receive(fromBen, true);
  board.receive({ ...fromBen, at: at(21, 30) }, true);
  assert.deepEqual(words(board, at(23)), ["Ben: Two more minutes?"]);
});

test("an id that is on no list is shown as nothing", () => {
  const board = new SignalBoard();
  assert.equal(board.receive({ ...fromBen, signal: "call me on 555" }, true), null);
  assert.deepEqual([words(board, at(20)), signalWords("constructor")], [[], null]);
});
