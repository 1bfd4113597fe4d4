import assert from "node:assert/strict";
import { test } from "node:test";

import { linkView, nudge } from "../../../static/js/console/panels/notices.js";
import { at, gathering, running } from "./fixtures.js";

const none = new Set();

test("forgot to start: a minute past the booked start, not before", () => {
  assert.deepEqual(
    [nudge(gathering(), at(0, 59), null, none), nudge(gathering(), at(1), null, none)],
    [null, { key: "start", text: "It is 19:01. Start the session?" }],
  );
});

test("forgot to resume: after three minutes of pause", () => {
  const paused = running(6, at(19));
  assert.deepEqual(
    [nudge(paused, at(27, 59), at(25), none), nudge(paused, at(28), at(25), none)],
    [null, { key: "paused@6", text: "Paused for 3 minutes. Resume?" }],
  );
});

test("nobody marked when the presentation begins", () => {
  const key = "nobody@3";
  const text = "Nobody is marked as presenter. Mark them in the list of people.";
  assert.deepEqual(nudge(running(3, at(6)), at(6), null, none), { key, text });
  assert.equal(nudge(running(3, at(6), { presenter: "tom" }), at(6), null, none), null);
  assert.equal(nudge(running(2, at(3)), at(4), null, none), null);
});

test("one at a time, the most pressing first; dismissed once, the next may speak", () => {
  const paused = running(3, at(6));
  assert.equal(nudge(paused, at(10), at(7), none)?.key, "paused@3");
  assert.equal(nudge(paused, at(10), at(7), new Set(["paused@3"]))?.key, "nobody@3");
  assert.equal(nudge(paused, at(10), at(7), new Set(["paused@3", "nobody@3"])), null);
});

test("connected and slow work; without a connection the age of what is shown stands there", () => {
  assert.deepEqual(
    [
      linkView({ state: "connected", since: 0 }, 99_000),
      linkView({ state: "slow", since: 0 }, 99_000),
      linkView({ state: "reconnecting", since: 50_000 }, 62_900),
      linkView({ state: "reconnecting", since: 50_000 }, 180_000),
    ],
    [
      { words: "connected", note: "", works: true },
      { words: "slow connection", note: "", works: true },
      { words: "not connected", note: "Not connected · last update 12 s ago", works: false },
      { words: "not connected", note: "Not connected · last update 2 min ago", works: false },
    ],
  );
});
