import assert from "node:assert/strict";
import { test } from "node:test";

import "../empty_page.js";

import { minutesOf, totalOf, totalWords } from "../../../static/js/pages/plan_editor.js";

test("whole minutes are minutes", () => {
  assert.deepEqual(["1", " 30 ", "240"].map(minutesOf), [1, 30, 240]);
});

test("anything else is none", () => {
  assert.deepEqual(["", "0", "241", "-3", "2.5", "1e1", "ten", "00005"].map(minutesOf), Array(8).fill(null));
});

test("the total is of what can be read", () => {
  assert.equal(totalOf(["3", "", "x", "57"]), 60);
  assert.equal(totalOf([]), 0);
});

test("it is said beside the usual length", () => {
  assert.equal(totalWords(60, 60), "Total: 60 minutes, as long as usual.");
  assert.equal(totalWords(63, 60), "Total: 63 minutes, 3 more than usual.");
  assert.equal(totalWords(1, 60), "Total: 1 minute, 59 fewer than usual.");
});

test("or alone, before the group has a session", () => {
  assert.equal(totalWords(60, null), "Total: 60 minutes.");
});
