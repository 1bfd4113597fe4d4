import assert from "node:assert/strict";
import { test } from "node:test";

import { endChoices } from "../../../static/js/console/end_at.js";
import { at, gathering, MINUTE, running } from "./fixtures.js";

test("the next marks of five minutes, as seconds to add or take", () => {
  assert.deepEqual(endChoices(running(6, at(19)), at(30, 36)), [
    { time: "19:35", seconds: -840 },
    { time: "19:40", seconds: -540 },
    { time: "19:45", seconds: -240 },
    { time: "19:50", seconds: 60 },
    { time: "19:55", seconds: 360 },
    { time: "20:00", seconds: 660 },
  ]);
});

test("a mark less than a minute away and the end as it is are left out", () => {
  const endsAt40 = running(3, at(33));
  assert.deepEqual(
    endChoices(endsAt40, at(34, 30)).map(({ time }) => time),
    ["19:45", "19:50", "19:55", "20:00", "20:05"],
  );
});

test("nothing while gathering or paused: there is no end to move", () => {
  const paused = running(6, at(19), { clock: { length: 30 * MINUTE, spent: 0, runningSince: null } });
  assert.deepEqual([endChoices(gathering(), at(-5)), endChoices(paused, at(20))], [[], []]);
});
