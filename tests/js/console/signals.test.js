import assert from "node:assert/strict";
import { test } from "node:test";

import { SignalList, signalWords } from "../../../static/js/console/panels/signals.js";
import { at } from "./fixtures.js";

const fromBen = { signal: "two_more_minutes", from: { id: "ben", name: "Ben" }, at: at(20) };
const fromTom = { signal: "come_back", from: { id: "tom", name: "Tom Baker" }, at: at(21) };

/** @param {SignalList} list @param {number} now */
const words = (list, now) => list.unseen(now).map(({ name, words: said }) => `${name}: ${said}`);

test("newest first; a leader's goes after two minutes, a participant's stays", () => {
  const list = new SignalList();
  list.receive(fromBen, true);
  list.receive(fromTom, false);
  assert.deepEqual(words(list, at(21, 59)), ["Tom Baker: I'd like to come back", "Ben: Two more minutes?"]);
  assert.deepEqual(words(list, at(22)), ["Tom Baker: I'd like to come back"]);
  assert.deepEqual(words(list, at(59)), ["Tom Baker: I'd like to come back"]);
});

test("seen takes it away", () => {
  const list = new SignalList();
  list.receive(fromTom, false);
  list.seen("come_back@tom");
  assert.deepEqual(words(list, at(21)), []);
});

test("the same signal again is one line, with its two minutes anew", () => {
  const list = new SignalList();
  list.receive(fromBen, true);
  list.receive({ ...fromBen, at: at(21, 30) }, true);
  assert.deepEqual(words(list, at(23)), ["Ben: Two more minutes?"]);
});

test("an id that is on no list is shown as nothing", () => {
  const list = new SignalList();
  assert.equal(list.receive({ ...fromBen, signal: "call me on 555" }, true), null);
  assert.deepEqual([words(list, at(20)), signalWords("constructor")], [[], null]);
});
