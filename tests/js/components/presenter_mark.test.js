import assert from "node:assert/strict";
import { test } from "node:test";

import { PresenterMark } from "../../../static/js/components/presenter_mark.js";
import { running } from "../cast.js";

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
