import assert from "node:assert/strict";
import { test } from "node:test";

import {
  attendanceRows,
  earlyText,
  neverReturnedText,
  returnBeforeEnd,
} from "../../../static/js/console/panels/ending.js";
import { at, planOf, presence, running } from "./fixtures.js";

test("an early end is named in minutes, an end in time is not", () => {
  assert.deepEqual(
    [at(48), at(59), at(59, 1), at(63)].map((now) => earlyText(running(8, at(56)), now)),
    ["12 minutes before the booked end.", "1 minute before the booked end.", "", ""],
  );
});

test("the presenter still out of view can be brought back first", () => {
  assert.deepEqual(
    [running(6, at(19)), running(8, at(56))].map((snapshot) => returnBeforeEnd(snapshot, planOf())),
    [7, null],
  );
});

test("afterwards only a presenter who never came back is named a task", () => {
  assert.deepEqual(
    [
      running(6, at(19), { presenter: "tom" }),
      running(6, at(19)),
      running(8, at(56), { presenter: "tom" }),
      null,
    ].map((snapshot) => neverReturnedText(snapshot, false)),
    ["The presenter did not come back before the end. One of you calls them today.", "", "", ""],
  );
  assert.equal(
    neverReturnedText(running(6, at(19), { presenter: "tom" }), true),
    "The presenter did not come back before the end. Call them today.",
  );
});

test("who was here is said from what the page was told last, of everybody but the leaders", () => {
  const last = presence({ chidi: { state: "expected" }, miriam: { state: "gone" } });
  assert.deepEqual(
    attendanceRows(last).map(({ id, words }) => [id, words]),
    [
      ["chidi", "not here"],
      ["miriam", "was here"],
      ["rosa", "was here"],
      ["tom", "was here"],
    ],
  );
});
