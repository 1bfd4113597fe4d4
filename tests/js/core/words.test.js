import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { t, tn, useWords } from "../../../static/js/core/words.js";

afterEach(() => useWords({}));

test("without a table a sentence is itself, with its places filled", () => {
  assert.equal(t("Now: {phase}.", { phase: "Group discussion" }), "Now: Group discussion.");
});

test("a table's sentence takes its place", () => {
  useWords({ "Now: {phase}.": "Jetzt: {phase}." });
  assert.equal(t("Now: {phase}.", { phase: "Abschluss" }), "Jetzt: Abschluss.");
});

test("a value is never read as a place", () => {
  assert.equal(t("{a} {b}", { a: "{b}", b: "x" }), "{b} x");
});

test("one and many", () => {
  assert.deepEqual(
    [1, 0, 5].map((n) => tn("{n} minute", "{n} minutes", n)),
    ["1 minute", "0 minutes", "5 minutes"],
  );
});

test("a table's plural follows its language's categories", () => {
  useWords({ "{n} minutes": { one: "{n} Minute", other: "{n} Minuten" } });
  assert.deepEqual(
    [1, 5].map((n) => tn("{n} minute", "{n} minutes", n)),
    ["1 Minute", "5 Minuten"],
  );
});
