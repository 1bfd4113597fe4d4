import assert from "node:assert/strict";
import { test } from "node:test";

import {
  afterTheOpening,
  countText,
  leadersText,
  quorumText,
  rows,
  signalsTitle,
} from "../../../static/js/console/people_view.js";
import { at, gathering, presence, running } from "./cast.js";

test("each row in words, in the order the server gave", () => {
  const list = rows(
    presence({
      chidi: { state: "expected", acknowledged: false },
      miriam: { acknowledged: false },
      tom: { state: "gone" },
    }),
    "tom",
  );
  assert.deepEqual(
    list.map(({ id, words, presenter }) => [id, words, presenter]),
    [
      ["chidi", "not here yet", false],
      ["miriam", "here · agreement open", false],
      ["rosa", "here · outer circle · agreed", false],
      ["tom", "gone quiet · agreed · presenter", true],
    ],
  );
});

test("counts", () => {
  const three = presence({ chidi: { state: "expected" } });
  assert.deepEqual([countText(three), quorumText(three)], ["3 of 4", "3 of 4 here, 4 needed"]);
});

test("the other leader, in words", () => {
  assert.deepEqual(
    [
      leadersText(presence(), "ana", false),
      leadersText(presence({ ben: { state: "gone" } }), "ana", false),
      leadersText(presence({ ben: { state: "expected" } }), "ana", true),
    ],
    ["both leaders here", "Ben gone quiet", "other leader not here yet"],
  );
});

test("a leader alone, and three of them", () => {
  const all = presence();
  const alone = { ...all, people: all.people.filter(({ id }) => id !== "ben") };
  const dora = { ...all.people[1], id: "dora", name: "Dora" };
  const three = {
    ...all,
    people: [/** @type {import("../../../static/js/core/types.js").Person} */ (dora), ...all.people],
  };
  assert.deepEqual(
    [leadersText(alone, "ana", false), leadersText(three, "ana", false)],
    ["you lead alone", "all 3 leaders here"],
  );
  assert.deepEqual(
    [signalsTitle(all, "ana"), signalsTitle(three, "ana")],
    ["Signals to Ben", "Signals to the other leaders"],
  );
});

test("the roll is offered once the opening is over, until the end", () => {
  const offered = [gathering(), running(1, at(0)), running(2, at(3)), running(8, at(56))].map(
    afterTheOpening,
  );
  assert.deepEqual(offered, [false, false, true, true]);
});
