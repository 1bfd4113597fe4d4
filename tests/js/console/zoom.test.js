import assert from "node:assert/strict";
import { test } from "node:test";

import { lookAtZoom } from "../../../static/js/console/panels/notices.js";

const WORDS = "Not as it should be in Zoom: the AI summary is on.";

test("the line is there while Zoom is not set as it should be, and stays as it was without an answer", async () => {
  const line = /** @type {any} */ ({
    textContent: "",
    hidden: true,
    dataset: { zoom: "/meetings/1/zoom-settings" },
  });
  const seen = [];
  for (const answer of [
    { ok: true, json: async () => ({ words: WORDS }) },
    { ok: false, json: async () => ({}) },
    null,
    { ok: true, json: async () => ({ words: "" }) },
  ]) {
    await lookAtZoom(line, async (address) => {
      assert.equal(address, "/meetings/1/zoom-settings");
      return answer ?? Promise.reject(new TypeError("not connected"));
    });
    seen.push([line.textContent, line.hidden]);
  }
  assert.deepEqual(seen, [
    [WORDS, false],
    [WORDS, false],
    [WORDS, false],
    ["", true],
  ]);
});
