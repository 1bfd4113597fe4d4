import assert from "node:assert/strict";
import { test } from "node:test";

import { signalsOffered } from "../../../static/js/components/signal_buttons.js";
import { gathering, running } from "../fixtures.js";

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
