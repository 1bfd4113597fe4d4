import assert from "node:assert/strict";
import { test } from "node:test";

import { CommandDesk } from "../../../static/js/transport/command_desk.js";
import { FakeWorld, settled } from "../fakes.js";

/**
 * A door that keeps what is handed in until the test answers.
 *
 * @typedef {import("../../../static/js/core/types.js").Answer} Answer
 */
class HeldDoor {
  /** @type {{body: any, answer: (answer: Answer) => void}[]} */
  handed = [];
  refreshed = 0;

  /** @param {any} body */
  command(body) {
    return this.#hand(body);
  }

  /** @param {string} id */
  signal(id) {
    return this.#hand(id);
  }

  refresh() {
    this.refreshed += 1;
  }

  /**
   * @param {any} body
   * @returns {Promise<Answer>}
   */
  #hand(body) {
    return new Promise((answer) => {
      this.handed.push({ body, answer });
    });
  }
}

/** @param {HeldDoor | null} door */
function desk(door) {
  const world = new FakeWorld();
  const place = { door };
  return { world, place, desk: new CommandDesk({ door: () => place.door, revision: () => 17, world }) };
}

test("a command carries its own id and the revision it was made for", async () => {
  const door = new HeldDoor();
  const { desk: at } = desk(door);
  const answered = at.command("phase.goto", { position: 4 });
  door.handed[0].answer({ ok: true, revision: 18 });
  assert.deepEqual(
    [door.handed[0].body, await answered],
    [
      { id: "id-1", type: "phase.goto", position: 4, expectedRevision: 17 },
      { ok: true, revision: 18 },
    ],
  );
});

test("a mark in the roll needs no revision", () => {
  const door = new HeldDoor();
  void desk(door).desk.command("attendance.mark", { person: "p1", mark: "present" });
  assert.deepEqual(door.handed[0].body, {
    id: "id-1",
    type: "attendance.mark",
    person: "p1",
    mark: "present",
  });
});

test("without a connection nothing is sent and nothing is promised", async () => {
  const { desk: at } = desk(null);
  const refused = { ok: false, code: "unavailable", revision: 17 };
  assert.deepEqual([await at.command("phase.next"), await at.signal("need_leader")], [refused, refused]);
});

test("after six seconds, when the server must have answered, the state is asked for and the same command handed in again", async () => {
  const door = new HeldDoor();
  const { desk: at, world } = desk(door);
  void at.command("phase.next");
  await world.pass(6_000);
  assert.deepEqual([door.refreshed, door.handed.map(({ body }) => body.id)], [1, ["id-1", "id-1"]]);
});

test("a door that opens meanwhile is handed the same command", () => {
  const door = new HeldDoor();
  const { desk: at, place } = desk(door);
  void at.command("phase.next");
  const next = new HeldDoor();
  place.door = next;
  at.resume();
  assert.deepEqual(
    next.handed.map(({ body }) => body.id),
    ["id-1"],
  );
});

test("the first answer counts and ends the asking", async () => {
  const door = new HeldDoor();
  const { desk: at, world } = desk(door);
  const answered = at.command("phase.next");
  await world.pass(6_000);
  door.handed[1].answer({ ok: false, code: "stale_revision", revision: 18 });
  door.handed[0].answer({ ok: true, revision: 18 });
  const answer = await answered;
  await world.pass(60_000);
  assert.deepEqual([answer, door.handed.length], [{ ok: false, code: "stale_revision", revision: 18 }, 2]);
});

test("after twenty seconds the desk says that it does not know, and asks no more", async () => {
  const door = new HeldDoor();
  const { desk: at, world } = desk(door);
  const answered = at.command("phase.next");
  await world.pass(20_000);
  const handed = door.handed.length;
  await world.pass(60_000);
  assert.deepEqual(
    [await answered, door.handed.length - handed],
    [{ ok: false, code: "unavailable", revision: 17 }, 0],
  );
});

test("a signal is handed in once, whatever becomes of it", async () => {
  const door = new HeldDoor();
  const { desk: at, world } = desk(door);
  const answered = at.signal("come_back");
  await world.pass(20_000);
  at.resume();
  await settled();
  assert.deepEqual(
    [await answered, door.handed.map(({ body }) => body)],
    [{ ok: false, code: "unavailable", revision: 17 }, ["come_back"]],
  );
});
