import assert from "node:assert/strict";
import { test } from "node:test";

import {
  aliasOf,
  currentStep,
  guidanceStandsAlone,
  mayClaim,
  mayUnclaim,
  moreLine,
  showsPresenterCard,
  signalsOffered,
  sitsBack,
} from "../../../static/js/core/participant_view.js";
import { gathering, running } from "../cast.js";

const EVERY_POSITION = [1, 2, 3, 4, 5, 6, 7, 8];

test("the presses of a participant are the same in every phase", () => {
  const offered = [gathering(), ...EVERY_POSITION.map((position) => running(position))].map(signalsOffered);
  assert.deepEqual(offered, Array(9).fill(["word_with_leader", "room_not_private"]));
});

test("the presenter's presses follow the phase", () => {
  assert.deepEqual(
    EVERY_POSITION.map((position) => signalsOffered(running(position, { youPresent: true }))),
    [
      ["word_with_leader"],
      ["word_with_leader"],
      ["need_leader"],
      ["need_leader"],
      ["come_back", "need_leader"],
      ["come_back", "need_leader"],
      ["word_with_leader"],
      ["word_with_leader"],
    ],
  );
});

test("“I am presenting” is offered from the call for a case to the end of the presentation", () => {
  assert.deepEqual(
    EVERY_POSITION.filter((position) => mayClaim(running(position))),
    [2, 3],
  );
});

test("who presents may take it back in the same phases, and is not asked again", () => {
  const marked = EVERY_POSITION.map((position) => running(position, { youPresent: true }));
  assert.deepEqual(
    [marked.filter(mayUnclaim).map((each) => each.position), marked.filter(mayClaim)],
    [[2, 3], []],
  );
});

test("an observer is not offered to present", () => {
  assert.equal(mayClaim(running(2, { role: "observer" })), false);
});

test("the presenter's card stays from the call to the questions", () => {
  const shown = EVERY_POSITION.filter((position) =>
    showsPresenterCard(running(position, { youPresent: true })),
  );
  assert.deepEqual([shown, showsPresenterCard(running(3))], [[2, 3, 4], false]);
});

test("one line more: for everybody in the questions, for the others while the presenter sits back", () => {
  const lines = [
    running(4),
    running(4, { youPresent: true }),
    running(6),
    running(6, { youPresent: true }),
    running(5),
  ];
  assert.deepEqual(lines.map(moreLine), ["clarifying", "clarifying", "with_the_group", "none", "none"]);
});

test("only the presenter sits back, and only once the minute of moving is over", () => {
  const pages = [running(6), running(5, { youPresent: true }), running(6, { youPresent: true })];
  assert.deepEqual(pages.map(sitsBack), [false, false, true]);
});

test("in the outer circle's round the presenter's text stands alone", () => {
  const round = running(6, { youPresent: true });
  round.steps[5].phase = "outer_reflections";
  assert.deepEqual(
    [guidanceStandsAlone(round), guidanceStandsAlone(running(6, { youPresent: true }))],
    [true, false],
  );
});

test("the small word stands beside one phase only, and nowhere before the opening", () => {
  assert.deepEqual(
    EVERY_POSITION.filter((position) => aliasOf(currentStep(running(position)))),
    [5],
  );
  assert.deepEqual([currentStep(gathering()), aliasOf(null)], [null, ""]);
});
