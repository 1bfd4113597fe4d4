import assert from "node:assert/strict";
import { test } from "node:test";

import { linkView } from "../../../static/js/console/link_view.js";

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
