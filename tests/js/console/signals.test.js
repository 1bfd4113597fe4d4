import assert from "node:assert/strict";
import { test } from "node:test";

import { SentSignal, SignalList, signalWords } from "../../../static/js/console/panels/signals.js";
import { at } from "./fixtures.js";

const fromBen = { signal: "two_more_minutes", signalId: "s1", from: { id: "ben", name: "Ben" }, at: at(20) };
const fromTom = { signal: "come_back", signalId: "s2", from: { id: "tom", name: "Tom Baker" }, at: at(21) };

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
  assert.deepEqual([list.seen("come_back@tom"), list.seen("come_back@tom")], ["s2", null]);
  assert.deepEqual(words(list, at(21)), []);
});

test("what another leader has seen says so for five seconds, and is gone", () => {
  const list = new SignalList();
  list.receive(fromTom, false);
  const seen = { signalId: "s2", by: { id: "ben", name: "Ben" } };
  assert.deepEqual(
    [list.seenElsewhere(seen, at(22)), list.seenElsewhere({ ...seen, signalId: "s9" }, at(22))],
    [true, false],
  );
  assert.deepEqual(
    [at(22), at(22, 4), at(22, 5)].map((now) => list.unseen(now).map(({ seenBy }) => seenBy)),
    [["Ben"], ["Ben"], []],
  );
});

test("what was sent is named as long as its card stands, and then who has seen it", () => {
  const sent = new SentSignal();
  const seen = { signalId: "s1", by: { id: "ben", name: "Ben" } };
  sent.sent("s1", "Two more minutes?", at(20));
  assert.deepEqual(
    [sent.text(at(20)), sent.text(at(21, 59)), sent.text(at(22))],
    ["Sent: Two more minutes?", "Sent: Two more minutes?", ""],
  );
  assert.equal(sent.seen({ ...seen, signalId: "s9" }, true, at(21)), null);
  assert.equal(sent.seen(seen, true, at(21)), "Ben saw this.");
  assert.deepEqual([sent.text(at(21, 4)), sent.text(at(21, 5))], ["Ben saw this.", ""]);
  assert.equal(sent.seen(seen, true, at(21)), null);
});

test("while names are hidden nobody is named", () => {
  const sent = new SentSignal();
  sent.sent("s1", "Wrap up", at(20));
  assert.equal(
    sent.seen({ signalId: "s1", by: { id: "ben", name: "Ben" } }, false, at(20)),
    "Seen by another leader.",
  );
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
