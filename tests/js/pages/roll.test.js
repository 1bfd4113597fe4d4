import assert from "node:assert/strict";
import { test } from "node:test";

import "../empty_page.js";

import { hereCount, rollAction } from "../../../static/js/pages/roll.js";

const PLAIN = { repeat: false, ctrlKey: false, altKey: false, metaKey: false };

test("a letter answers and Enter goes on, whatever the case", () => {
  const acts = ["h", "H", "a", "A", "Enter", " ", "ArrowDown", "Tab", "n"].map((key) =>
    rollAction({ ...PLAIN, key }),
  );
  assert.deepEqual(acts, ["here", "here", "away", "away", "on", null, null, null, null]);
});

test("a key that is held, or pressed with another, means nothing", () => {
  for (const with_ of ["repeat", "ctrlKey", "altKey", "metaKey"]) {
    assert.equal(rollAction({ ...PLAIN, key: "h", [with_]: true }), null);
  }
});

test("somebody counts once, by evidence or an answer, unless they are ticked as not here", () => {
  const lines = [
    { here: true, gone: false, answers: [] },
    { here: true, gone: false, answers: [true, true] },
    { here: false, gone: false, answers: [false, true] },
    { here: false, gone: false, answers: [false] },
    { here: false, gone: false, answers: [] },
    { here: true, gone: true, answers: [true] },
  ];
  assert.equal(hereCount(lines), 3);
});
