import assert from "node:assert/strict";
import { test } from "node:test";

import { leadersText, onlyOtherLeaderHere } from "../../../static/js/console/panels/leaders.js";
import {
  afterTheOpening,
  areMany,
  countText,
  drawnText,
  quorumText,
  rows,
  signalsTitle,
  toldApart,
} from "../../../static/js/console/panels/people.js";
import { at, gathering, presence, running } from "./fixtures.js";

/**
 * Ana and Ben lead; 300 take part, of whom the last three are here, quiet and gone.
 *
 * @returns {import("../../../static/js/core/types.js").Presence}
 */
function aCrowd() {
  const [ana, ben, chidi] = presence().people;
  const pattern = /** @type {import("../../../static/js/core/types.js").Person} */ (chidi);
  const states = /** @type {const} */ ({ 297: "here", 298: "reconnecting", 299: "gone" });
  const crowd = Array.from({ length: 300 }, (_, n) => ({
    ...pattern,
    id: `p${n}`,
    name: n === 250 ? "Zoë Müller" : `Person ${String(n).padStart(3, "0")}`,
    state: states[/** @type {keyof typeof states} */ (n)] ?? "expected",
  }));
  return { ...presence(), people: [ana, ben, ...crowd].filter((one) => one !== undefined) };
}

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

test("somebody who agreed and closed their page was here", () => {
  const list = rows(presence({ chidi: { state: "expected" }, rosa: { state: "expected" } }), null);
  assert.deepEqual(
    list.filter(({ state }) => state === "expected").map(({ words }) => words),
    ["agreed, page closed", "agreed, page closed · outer circle"],
  );
});

test("an act that was not this page's is the other leader's, where only one other has a page open", () => {
  const alone = presence({ ben: { state: "gone" } });
  const three = presence({ chidi: { role: "leader" } });
  assert.deepEqual(
    [presence(), alone, three].map((people) => onlyOtherLeaderHere(people, "ana")?.id),
    ["ben", undefined, undefined],
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
  const away = presence({ ben: { state: "gone" } });
  const late = /** @type {import("../../../static/js/core/types.js").Person} */ ({
    ...dora,
    state: "expected",
  });
  const oneOfThree = { ...away, people: [...away.people, late] };
  assert.deepEqual(
    [leadersText(oneOfThree, "ana", false), leadersText(oneOfThree, "ana", true)],
    ["Ben gone quiet, Dora not here yet", "1 of 3 leaders here"],
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

test("of very many, two hundred rows: those who are here first, in the order the server gave", () => {
  const drawn = rows(aCrowd(), null).map(({ id }) => id);
  const first = Array.from({ length: 197 }, (_, n) => `p${n}`);
  assert.deepEqual(drawn, [...first, "p297", "p298", "p299"]);
});

test("whoever presents and whose row is in use stay among them", () => {
  const drawn = rows(aCrowd(), "p280", { kept: new Set(["p290"]) }).map(({ id }) => id);
  assert.deepEqual(drawn.slice(-6), ["p194", "p280", "p290", "p297", "p298", "p299"]);
});

test("the others are found by a part of their name, without capitals and accents", () => {
  const found = [" zoe m", "MÜLLER", "person 29", "nobody"].map((sought) =>
    rows(aCrowd(), null, { sought }).map(({ id }) => id),
  );
  const twenties = Array.from({ length: 10 }, (_, n) => `p29${n}`);
  assert.deepEqual(found, [["p250"], ["p250"], twenties, []]);
});

test("how many of them are listed, in words", () => {
  const crowd = aCrowd();
  assert.deepEqual([areMany(presence()), areMany(crowd)], [false, true]);
  assert.deepEqual(
    [drawnText(crowd, 200, " "), drawnText(crowd, 10, "person 29"), drawnText(crowd, 0, "x")],
    [
      "200 of 300 are listed: whoever is here, then by name.",
      "10 of 300 are listed.",
      "Nobody of that name.",
    ],
  );
});

test("people of the same name with what tells them apart, everybody else as they are", () => {
  const list = presence({ tom: { name: "Miriam", beside: "tom" }, miriam: { beside: "GP" } });
  assert.deepEqual(
    toldApart(list).people.map(({ name }) => name),
    ["Ana", "Ben", "Chidi Eze", "Miriam Adler (GP)", "Rosa Marin", "Miriam (tom)"],
  );
});

test("somebody is found without the strokes and apostrophes of their name", () => {
  const [ana, ...others] = aCrowd().people;
  const [last, ...rest] = others.reverse();
  const named = { ...aCrowd(), people: [ana, ...rest, { ...last, name: "Łukasz O’Brien-Weiß" }] };
  const crowd = /** @type {import("../../../static/js/core/types.js").Presence} */ (named);
  const found = ["lukasz", "o'brien", "OBRIEN", "weiss"].map(
    (sought) => rows(crowd, null, { sought }).length,
  );
  assert.deepEqual(found, [1, 1, 1, 1]);
});
