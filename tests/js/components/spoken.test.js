import assert from "node:assert/strict";
import { test } from "node:test";

import { isNewPhase, spokenChange, spokenLink } from "../../../static/js/components/spoken.js";
import { gathering, running } from "../cast.js";

test("a change of phase is spoken with its guidance, the opening included", () => {
  const words = "Now: Group discussion. Let silences stand.";
  assert.deepEqual(
    [spokenChange(running(6), running(5), true), spokenChange(running(6), gathering(), true)],
    [words, words],
  );
});

test("bands, added time and a reconnect to the same phase are silent", () => {
  assert.equal(spokenChange(running(6, { revision: 9, band: "late" }), running(6), true), "");
});

test("a pause is spoken once, to those who see a clock, and not to the presenter who sits back", () => {
  const paused = running(6, { paused: true });
  const back = running(6, { paused: true, youPresent: true });
  assert.deepEqual(
    [
      spokenChange(paused, running(6), true),
      spokenChange(paused, paused, true),
      spokenChange(paused, running(6), false),
      spokenChange(back, running(6, { youPresent: true }), true),
    ],
    ["Paused.", "", "", ""],
  );
});

test("the connection is spoken when it goes and when it comes back, not when it first comes", () => {
  assert.deepEqual(
    [
      spokenLink("connected", undefined),
      spokenLink("reconnecting", "connected"),
      spokenLink("connected", "reconnecting"),
      spokenLink("slow", "connected"),
    ],
    ["", "Reconnecting.", "Connected.", ""],
  );
});

test("becoming the presenter changes the page as much as a phase does", () => {
  assert.deepEqual(
    [
      isNewPhase(running(6), running(5)),
      isNewPhase(running(6, { youPresent: true }), running(6)),
      isNewPhase(running(6, { revision: 9 }), running(6)),
    ],
    [true, true, false],
  );
});
