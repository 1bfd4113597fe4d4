import assert from "node:assert/strict";
import { test } from "node:test";

import { choosing } from "../../../static/js/console/panels/people.js";
import { presenterView } from "../../../static/js/console/panels/presenter.js";
import { at, gathering, planOf, presence, running } from "./fixtures.js";

const plan = planOf();
const seen = { namesHidden: false, lost: false };

test("the presenter sitting back, their page here", () => {
  assert.deepEqual(presenterView(running(6, at(19), { presenter: "tom" }), presence(), plan, seen), {
    shown: true,
    heading: "Tom Baker: sitting back",
    page: "page here",
    pageHere: true,
    warning: "",
    marked: true,
    ticks: false,
    bringBackTo: null,
  });
});

test("a way to the return stands on the card where the primary button does not lead there", () => {
  const found = [4, 5, 6, 7].map(
    (position) =>
      presenterView(running(position, at(19), { presenter: "tom" }), presence(), plan, seen).bringBackTo,
  );
  assert.deepEqual(found, [null, 7, null, null]);
});

test("the minute of sitting back has the ticks; names can be hidden", () => {
  const view = presenterView(running(5, at(18), { presenter: "tom" }), presence(), plan, {
    ...seen,
    namesHidden: true,
  });
  assert.deepEqual([view.heading, view.ticks, view.bringBackTo], ["Presenter: moving back", true, 7]);
});

test("what was heard last is no sign of life while this page is not connected", () => {
  const view = presenterView(running(6, at(19), { presenter: "tom" }), presence(), plan, {
    ...seen,
    stale: true,
  });
  assert.deepEqual([view.page, view.pageHere], ["last known: page here", false]);
});

test("a presenter without a page of their own cannot be watched, and the card says so", () => {
  const view = presenterView(
    running(6, at(19), { presenter: "tom" }),
    presence({ tom: { state: "expected" } }),
    plan,
    seen,
  );
  assert.deepEqual(
    [view.page, view.warning],
    ["no page open", "This screen cannot warn you if the presenter drops. Keep an eye on Zoom."],
  );
});

test("nobody marked: asked for from the call for a case on, never in gathering or opening", () => {
  assert.deepEqual(
    [
      gathering(),
      running(1, at(0)),
      running(2, at(3)),
      running(3, at(6)),
      running(6, at(19)),
      running(7, at(49)),
    ].map(choosing),
    [false, false, true, true, true, false],
  );
  assert.equal(
    presenterView(running(3, at(6)), presence(), plan, seen).shown,
    false,
    "a notice says it there",
  );
  const view = presenterView(running(4, at(13)), presence(), plan, seen);
  assert.deepEqual(
    [view.shown, view.heading, view.warning],
    [true, "Nobody is marked as presenter", "If someone is presenting, mark them in the list of people."],
  );
});

test("once the presenter is back there is nowhere to bring them", () => {
  assert.equal(
    presenterView(running(7, at(49), { presenter: "tom" }), presence(), plan, seen).bringBackTo,
    null,
  );
});

test("the alarm is faster than the list: their page is not called here while it stands", () => {
  const view = presenterView(running(6, at(19), { presenter: "tom" }), presence(), plan, {
    ...seen,
    lost: true,
  });
  assert.deepEqual([view.page, view.pageHere], ["page gone quiet", false]);
});
