import assert from "node:assert/strict";
import { test } from "node:test";

import { PrivateCopy } from "../../../static/js/console/console_model.js";
import { at, MINUTE, planOf, running } from "./fixtures.js";

const discussion = running(6, at(19));

test("it steps on by itself and keeps what the step before had used", () => {
  const copy = new PrivateCopy(discussion, planOf());
  assert.equal(copy.apply("phase.next", {}, at(47)), true);
  const { position, clock, presenterState, guidance, steps } = copy.snapshot;
  assert.deepEqual(
    [position, clock, presenterState, guidance],
    [7, { length: 7 * MINUTE, spent: 0, runningSince: at(47) }, "returned", "Leaders in return"],
  );
  assert.equal(steps[5]?.spent, 28 * MINUTE);
});

test("going back finds the time already used", () => {
  const copy = new PrivateCopy(discussion, planOf());
  copy.apply("phase.next", {}, at(47));
  copy.apply("phase.back", {}, at(48));
  assert.deepEqual(copy.snapshot.clock, { length: 30 * MINUTE, spent: 28 * MINUTE, runningSince: at(48) });
});

test("pause, resume, a minute more", () => {
  const copy = new PrivateCopy(discussion, planOf());
  copy.apply("timer.pause", {}, at(20));
  copy.apply("timer.adjust", { seconds: 60 }, at(20));
  assert.deepEqual(copy.snapshot.clock, { length: 31 * MINUTE, spent: MINUTE, runningSince: null });
  copy.apply("timer.resume", {}, at(22));
  assert.deepEqual(copy.snapshot.clock, { length: 31 * MINUTE, spent: MINUTE, runningSince: at(22) });
});

test("past the last step, and whatever needs the others, it does nothing", () => {
  const copy = new PrivateCopy(running(8, at(56)), planOf());
  assert.deepEqual(
    ["phase.next", "meeting.close", "presenter.set", "move.undo"].map((type) => copy.apply(type, {}, at(57))),
    [false, false, false, false],
  );
  assert.equal(copy.snapshot.position, 8);
});

test("the snapshot it began with stays as it was", () => {
  const copy = new PrivateCopy(discussion, planOf());
  copy.apply("phase.next", {}, at(47));
  assert.equal(discussion.position, 6);
});
