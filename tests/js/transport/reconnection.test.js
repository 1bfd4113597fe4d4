import assert from "node:assert/strict";
import { test } from "node:test";

import { Backoff } from "../../../static/js/transport/reconnection.js";

test("waits grow to four seconds, stay there for forty tries, and then double to half a minute without end", () => {
  const backoff = new Backoff(() => 1);
  const waits = Array.from({ length: 46 }, () => backoff.next());
  assert.deepEqual(
    [waits.slice(0, 5), new Set(waits.slice(3, 40)), waits.slice(40)],
    [[500, 1000, 2000, 4000, 4000], new Set([4000]), [8000, 16_000, 30_000, 30_000, 30_000, 30_000]],
  );
});

test("jitter takes off up to half", () => {
  assert.deepEqual(
    [0, 0.5, 1].map((drawn) => new Backoff(() => drawn).next()),
    [250, 375, 500],
  );
});

test("success begins anew", () => {
  const backoff = new Backoff(() => 1);
  backoff.next();
  backoff.next();
  backoff.reset();
  assert.equal(backoff.next(), 500);
});
