import assert from "node:assert/strict";
import { test } from "node:test";

import { AlarmList } from "../../../static/js/console/panels/alarms.js";
import { at, presence, running } from "./fixtures.js";

const back = running(6, at(19), { presenter: "tom" });
const tomLost = /** @type {const} */ ({ alarm: "presenter_lost", person: "tom" });

test("raised and ended by the server, also while the list still says here", () => {
  const list = new AlarmList();
  list.receive(tomLost);
  list.notice(back, presence());
  assert.equal(list.presenterLost(0), "raised");
  list.receive({ ...tomLost, over: true });
  assert.equal(list.presenterLost(0), null);
});

test("'They are here' puts it away until it is raised anew", () => {
  const list = new AlarmList();
  list.receive(tomLost);
  list.theyAreHere();
  list.receive(tomLost);
  assert.equal(list.presenterLost(0), null);
  list.receive({ ...tomLost, over: true });
  list.receive(tomLost);
  assert.equal(list.presenterLost(0), "raised");
});

test("'Wait two minutes' waits two minutes", () => {
  const list = new AlarmList();
  list.receive(tomLost);
  list.waitTwoMinutes(1_000);
  assert.deepEqual(
    [1_000, 120_999, 121_000].map((at) => list.presenterLost(at)),
    ["waiting", "waiting", "waited"],
  );
});

test("a page opened too late for the message learns it from the list, and from the list that they are back", () => {
  const list = new AlarmList();
  list.notice(back, presence({ tom: { state: "reconnecting" } }));
  assert.equal(list.presenterLost(0), "raised");
  list.notice(back, presence());
  assert.equal(list.presenterLost(0), null);
});

test("a quiet presenter who tells or answers is the server's to judge, not the list's", () => {
  const list = new AlarmList();
  list.notice(running(3, at(6), { presenter: "tom" }), presence({ tom: { state: "reconnecting" } }));
  assert.equal(list.presenterLost(0), null);
});

test("it ends when the presenter has returned or the mark is cleared", () => {
  const returned = new AlarmList();
  returned.receive(tomLost);
  returned.notice(running(7, at(49), { presenter: "tom" }), presence({ tom: { state: "gone" } }));
  const cleared = new AlarmList();
  cleared.receive(tomLost);
  cleared.notice(running(6, at(19)), presence());
  assert.deepEqual([returned.presenterLost(0), cleared.presenterLost(0)], [null, null]);
});

test("another leader's page, and a recording", () => {
  const list = new AlarmList();
  list.receive({ alarm: "leader_lost", person: "ben" });
  list.receive({ alarm: "recording_started", person: null });
  assert.deepEqual([list.leadersLost, list.recording], [["ben"], true]);
  list.receive({ alarm: "leader_lost", person: "ben", over: true });
  list.recordingStopped();
  assert.deepEqual([list.leadersLost, list.recording], [[], false]);
});
