import assert from "node:assert/strict";
import { test } from "node:test";

import { PressGuard } from "../../../static/js/console/buttons.js";

test("a label somebody else changed closes the button for one second", () => {
  const guard = new PressGuard();
  guard.shows("primary", "Go to: Presenter returns", { byOther: false, at: 0 });
  guard.shows("primary", "Go to: Closing", { byOther: true, at: 5_000 });
  assert.deepEqual(
    [5_000, 5_999, 6_000].map((at) => guard.ignores("primary", at)),
    [true, true, false],
  );
});

test("one's own changes, the first label, and the same label again close nothing", () => {
  const guard = new PressGuard();
  guard.shows("primary", "Start session", { byOther: true, at: 0 });
  guard.shows("primary", "Go to: Who has a case?", { byOther: false, at: 10 });
  guard.shows("primary", "Go to: Who has a case?", { byOther: true, at: 20 });
  assert.equal(guard.ignores("primary", 30), false);
});

test("a change of place closes for as long as is asked", () => {
  const guard = new PressGuard();
  guard.shows("place", "", { byOther: true, at: 0 });
  guard.shows("place", "nudge", { byOther: true, at: 1_000 });
  assert.deepEqual([guard.ignores("place", 1_399, 400), guard.ignores("place", 1_400, 400)], [true, false]);
});

test("another button stays open", () => {
  const guard = new PressGuard();
  guard.shows("back", "Back", { byOther: true, at: 0 });
  guard.shows("back", "Back to: Closing", { byOther: true, at: 10 });
  assert.deepEqual([guard.ignores("back", 20), guard.ignores("primary", 20)], [true, false]);
});
