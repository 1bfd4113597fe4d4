import assert from "node:assert/strict";
import { test } from "node:test";

import { keyAction } from "../../../static/js/console/keyboard.js";

const free = {
  on: true,
  typing: false,
  covered: false,
  onControl: false,
  elsewhere: false,
  justEntered: false,
};

/**
 * @param {string} key
 * @param {object} [press]
 * @param {object} [situation]
 */
function asked(key, press = {}, situation = {}) {
  return keyAction(
    { key, repeat: false, ctrlKey: false, altKey: false, metaKey: false, ...press },
    { ...free, ...situation },
  );
}

test("the ten keys, capitals too, and = counts as +", () => {
  assert.deepEqual(
    ["n", "N", "b", " ", "+", "=", "-", "u", "h", "p", "?"].map((key) => asked(key)),
    ["primary", "primary", "back", "pause", "plus", "plus", "minus", "undo", "hide_names", "pop_out", "help"],
  );
});

test("other keys, arrows above all, ask for nothing", () => {
  assert.deepEqual(
    ["ArrowRight", "Enter", "q", "Escape", "1"].map((key) => asked(key)),
    [null, null, null, null, null],
  );
});

test("a held key counts once, and browser shortcuts are left alone", () => {
  assert.deepEqual(
    [
      asked("n", { repeat: true }),
      asked("n", { ctrlKey: true }),
      asked("+", { metaKey: true }),
      asked("b", { altKey: true }),
    ],
    [null, null, null, null],
  );
});

test("keys are off while typing, under a dialog or menu, and by the switch", () => {
  assert.deepEqual(
    [asked("n", {}, { typing: true }), asked("u", {}, { covered: true }), asked("?", {}, { on: false })],
    [null, null, null],
  );
});

test("space on a focused button presses that button, never pause", () => {
  assert.equal(asked(" ", {}, { onControl: true }), null);
  assert.equal(asked("n", {}, { onControl: true }), "primary");
});

test("in a step's first ten seconds N only moves the focus", () => {
  assert.deepEqual(
    [asked("n", {}, { justEntered: true }), asked("b", {}, { justEntered: true })],
    ["focus_primary", "back"],
  );
});

test("while another phase is looked at, no key moves the group", () => {
  assert.deepEqual(
    [
      asked("n", {}, { elsewhere: true }),
      asked("b", {}, { elsewhere: true }),
      asked("+", {}, { elsewhere: true }),
    ],
    [null, null, "plus"],
  );
});
