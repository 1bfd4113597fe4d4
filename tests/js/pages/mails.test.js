import assert from "node:assert/strict";
import { test } from "node:test";

import "../empty_page.js";

import { BETWEEN_LOOKS, follow } from "../../../static/js/pages/mails.js";

/**
 * A page that shows these numbers of waiting mails, one at each look; null is a look that came to nothing.
 *
 * @param {(number | null)[]} looks
 */
async function followed(looks) {
  /** @type {number[]} */
  const waits = [];
  /** @type {number[]} */
  const shown = [];
  await follow({
    wait: async (length) => {
      waits.push(length);
    },
    look: async () => /** @type {number | null} */ (looks.shift()),
    waiting: (left) => left,
    show: (left) => shown.push(left),
  });
  return { waits, shown };
}

test("the page is looked at every three seconds until nothing waits", async () => {
  assert.deepEqual(await followed([3, 1, 0, 7]), {
    waits: [BETWEEN_LOOKS, BETWEEN_LOOKS, BETWEEN_LOOKS],
    shown: [3, 1, 0],
  });
});

test("a look that comes to nothing is tried again", async () => {
  const { waits, shown } = await followed([2, null, null, 0]);

  assert.deepEqual([waits.length, shown], [4, [2, 0]]);
});
