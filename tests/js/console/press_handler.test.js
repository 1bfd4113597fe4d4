import assert from "node:assert/strict";
import { test } from "node:test";

import { questionBefore } from "../../../static/js/console/press_handler.js";
import { at, gathering, planOf, presence, running, TWO90 } from "./fixtures.js";

/**
 * @param {import("../../../static/js/core/types.js").Snapshot} snapshot
 * @param {[string, number][]} [steps]
 */
const page = (snapshot, steps) => ({ snapshot, presence: presence(), plan: planOf(steps) });

test("below quorum the start asks, at quorum it does not", () => {
  const few = presence({ chidi: { state: "expected" } });
  assert.deepEqual(questionBefore({ type: "meeting.open" }, { ...page(gathering()), presence: few }), {
    kind: "quorum",
    text: "3 of 4 needed are here. Start anyway?",
    choices: [
      { label: "Start", type: "meeting.open" },
      { label: "Wait", type: "" },
    ],
  });
  assert.equal(questionBefore({ type: "meeting.open" }, page(gathering())), null);
});

test("past the presenter's return the page asks first, and offers it", () => {
  assert.deepEqual(questionBefore({ type: "phase.goto", position: 8 }, page(running(6, at(19)))), {
    kind: "presenter",
    text: "Bring the presenter back first?",
    choices: [
      { label: "Bring them back", type: "phase.goto", position: 7 },
      { label: "Go on to Closing", type: "phase.goto", position: 8 },
      { label: "Stay here", type: "" },
    ],
  });
});

test("into the circle or out of the case, whichever phase it is and whichever way", () => {
  const asks = [8, 9, 7, 4, 10].filter(
    (position) =>
      questionBefore({ type: "phase.goto", position }, page(running(6, at(23), { steps: TWO90 }), TWO90)) !==
      null,
  );
  assert.deepEqual(asks, [8, 9]);
  assert.equal(
    questionBefore({ type: "phase.goto", position: 1 }, page(running(6, at(19))))?.kind,
    "presenter",
  );
});

test("the ordinary ways on and back ask nothing", () => {
  const from = (/** @type {number} */ position, /** @type {string} */ type) =>
    questionBefore({ type }, page(running(position, at(19))));
  assert.deepEqual(
    [
      from(5, "phase.next"),
      from(6, "phase.next"),
      from(6, "phase.back"),
      from(7, "phase.next"),
      from(6, "timer.pause"),
    ],
    [null, null, null, null, null],
  );
});
