import assert from "node:assert/strict";
import { test } from "node:test";

import {
  isCaseTold,
  mayClaim,
  mayUnclaim,
  PresenterMark,
  signalsOffered,
} from "../../../static/js/components/participant_buttons.js";
import { gathering, running } from "../fixtures.js";

const EVERY_POSITION = [1, 2, 3, 4, 5, 6, 7, 8];
const marked = (/** @type {number} */ revision) => running(6, { revision, youPresent: true });
const unmarked = (/** @type {number} */ revision) => running(6, { revision });

function presenter() {
  const mark = new PresenterMark();
  mark.isLostIn(marked(18));
  return mark;
}

test("after a restart the same revision comes back without the mark: it is lost, and that is said once", () => {
  const mark = presenter();
  mark.linkLost();
  assert.deepEqual(
    [mark.isLostIn(unmarked(18)), mark.isLostIn(unmarked(18)), mark.asks],
    [true, false, false],
  );
});

test("a mark cleared while connected is cleared", () => {
  const mark = presenter();
  assert.deepEqual(
    [mark.isLostIn(unmarked(18)), mark.isLostIn(unmarked(19)), mark.asks],
    [false, false, false],
  );
});

test("where the session has moved on meanwhile, the person is asked", () => {
  const mark = presenter();
  mark.linkLost();
  assert.deepEqual([mark.isLostIn(unmarked(19)), mark.asks], [false, true]);
});

test("a connection that comes back with the mark has lost nothing", () => {
  const mark = presenter();
  mark.linkLost();
  assert.deepEqual(
    [mark.isLostIn(marked(18)), mark.isLostIn(unmarked(19)), mark.asks],
    [false, false, false],
  );
});

test("the question ends with the case, and with the mark", () => {
  const mark = presenter();
  mark.ask();
  mark.isLostIn(running(1, { revision: 20 }));
  const afterTheCase = mark.asks;
  mark.ask();
  mark.isLostIn(marked(21));
  assert.deepEqual([afterTheCase, mark.asks], [false, false]);
});

test("a page that never presented has nothing to announce", () => {
  const mark = new PresenterMark();
  mark.isLostIn(unmarked(18));
  mark.linkLost();
  assert.deepEqual([mark.isLostIn(unmarked(18)), mark.asks], [false, false]);
});

test("“I am presenting” is offered while a case is being found, and not once it is told", () => {
  assert.deepEqual(
    EVERY_POSITION.filter((position) => mayClaim(running(position))),
    [2],
  );
});

test("the patient can be recognised from the first presentation on", () => {
  assert.deepEqual([gathering(), ...EVERY_POSITION.map((position) => running(position))].map(isCaseTold), [
    false,
    false,
    false,
    true,
    true,
    true,
    true,
    true,
    true,
  ]);
});

test("who presents may take it back in the same phases, and is not asked again", () => {
  const marks = EVERY_POSITION.map((position) => running(position, { youPresent: true }));
  assert.deepEqual(
    [marks.filter(mayUnclaim).map((each) => each.position), marks.filter(mayClaim)],
    [[2, 3], []],
  );
});

test("an observer is not offered to present", () => {
  assert.equal(mayClaim(running(2, { role: "observer" })), false);
});

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
