import assert from "node:assert/strict";
import { test } from "node:test";

import { bookedLine, endLine, returnLine } from "../../../static/js/console/times_view.js";
import { at, gathering, running } from "./fixtures.js";

const latestReturnAt = at(49);

test("the latest return appears in the middle of the discussion and changes its words twice", () => {
  const snapshot = running(6, at(19), { latestReturnAt });
  const words = [33, 34, 43, 44, 47, 49].map((minute) => returnLine(snapshot, at(minute)));
  assert.deepEqual(words, [
    null,
    { before: "Latest return ", time: "19:49", after: "", pressing: false },
    { before: "Latest return ", time: "19:49", after: "", pressing: false },
    { before: "Return within 5 min", time: "", after: "", pressing: true },
    { before: "Return within 2 min", time: "", after: "", pressing: true },
    { before: "Return now to keep the time", time: "", after: "", pressing: true },
  ]);
});

test("no latest return before the presenter sits back, nor where nobody does", () => {
  assert.equal(returnLine(running(4, at(13), { latestReturnAt }), at(17)), null);
  assert.equal(returnLine(running(6, at(19), { latestReturnAt: null }), at(45)), null);
});

test("a later step in which the presenter still sits back shows it from its start", () => {
  const steps = /** @type {[string, number][]} */ ([
    ["discussion", 28],
    ["outer_reflections", 15],
    ["return", 10],
  ]);
  assert.deepEqual(returnLine(running(2, at(28), { steps, latestReturnAt: at(43) }), at(28)), {
    before: "Latest return ",
    time: "19:43",
    after: "",
    pressing: false,
  });
});

test("the end: late, on time within a minute, in hand; time and figure agree", () => {
  const ends = [at(0), at(0, 59), at(1), at(3, 20), at(-4, -40), at(-4)].map((entered) =>
    endLine(running(1, entered), entered),
  );
  assert.deepEqual(ends, [
    { before: "Ends ", time: "20:00", after: ", on time" },
    { before: "Ends ", time: "20:00", after: ", on time" },
    { before: "Ends ", time: "20:01", after: ", 1 late" },
    { before: "Ends ", time: "20:03", after: ", 3 late" },
    { before: "Ends ", time: "19:56", after: ", 4 in hand" },
    { before: "Ends ", time: "19:56", after: ", 4 in hand" },
  ]);
});

test("while gathering there is no projected end", () => {
  assert.equal(endLine(gathering(), at(-3)), null);
  assert.deepEqual(bookedLine(gathering()), { before: "Booked ", time: "19:00–20:00", after: "" });
});
