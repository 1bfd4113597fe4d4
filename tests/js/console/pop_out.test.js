import assert from "node:assert/strict";
import { test } from "node:test";

import { lineText } from "../../../static/js/console/pop_out.js";
import { at, gathering, move, presence, running } from "./fixtures.js";

const connected = /** @type {const} */ ({ state: "connected", since: 0 });
const people = presence();
const signal = { key: "", signal: "wrap_up", from: "ben", name: "Ben", words: "", fromLeader: true, at: 0 };
const atTheDoor = {
  ...people,
  people: [...people.people, { .../** @type {any} */ (people.people[3]), state: "at_the_door" }],
};

/** @param {object} [changes] */
function line(changes = {}) {
  const standing = {
    snapshot: running(6, at(19), { lastMove: move("ben", "phase.next", at(19)) }),
    note: "",
    link: connected,
    wall: 12_000,
    presence: people,
    signals: [],
    now: at(19, 3),
    me: { id: "ana", name: "Ana" },
    ...changes,
  };
  return lineText(/** @type {any} */ (standing));
}

test("the line says who moved last, and never by name", () => {
  assert.equal(line(), "Another leader moved here · 3 s ago");
  assert.equal(line({ me: { id: "ben", name: "Ben" } }), "You moved here · 3 s ago");
  assert.equal(line({ now: at(22) }), "");
});

test("what matters more takes its place: signals, the door, a lost connection, the answer to a press", () => {
  const door = { presence: atTheDoor };
  const lost = { link: { state: "reconnecting", since: 0 } };
  assert.deepEqual(
    [
      line({ signals: [signal] }),
      line({ signals: [signal, signal] }),
      line({ signals: [signal], ...door }),
      line({ ...door, ...lost }),
      line({ ...door, ...lost, note: "Not connected. Nothing was sent." }),
    ],
    [
      "A signal is waiting on the session's page.",
      "2 signals are waiting on the session's page.",
      "Someone is at the door. Let them in on the session's page.",
      "Not connected · last update 12 s ago",
      "Not connected. Nothing was sent.",
    ],
  );
});

test("after the end it says what is left to do", () => {
  const closed = { ...gathering(), meeting: { ...gathering().meeting, status: "closed" } };
  assert.equal(line({ snapshot: closed, signals: [signal] }), "Confirm attendance on the session's page.");
});
