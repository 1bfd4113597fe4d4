import assert from "node:assert/strict";
import { test } from "node:test";

import { CommandSender } from "../../../static/js/transport/command_sender.js";
import { FakeBrowser, settled } from "../fakes.js";

/**
 * A transport that keeps what it is given until the test answers.
 *
 * @typedef {import("../../../static/js/core/types.js").Answer} Answer
 */
class HeldTransport {
  /** @type {{body: any, answer: (answer: Answer) => void}[]} */
  handed = [];
  refreshed = 0;

  /** @param {any} body */
  command(body) {
    return this.#take(body);
  }

  /** @param {string} id */
  signal(id) {
    return this.#take(id);
  }

  /** @param {string} id */
  seen(id) {
    return this.#take(id);
  }

  refresh() {
    this.refreshed += 1;
  }

  /**
   * @param {any} body
   * @returns {Promise<Answer>}
   */
  #take(body) {
    return new Promise((answer) => {
      this.handed.push({ body, answer });
    });
  }
}

/** @param {HeldTransport | null} transport */
function sender(transport) {
  const browser = new FakeBrowser();
  const place = { transport };
  return {
    browser,
    place,
    sender: new CommandSender({ transport: () => place.transport, revision: () => 17, browser }),
  };
}

test("a command carries its own id and the revision it was made for", async () => {
  const transport = new HeldTransport();
  const { sender: at } = sender(transport);
  const answered = at.command("phase.goto", { position: 4 });
  transport.handed[0].answer({ ok: true, revision: 18 });
  assert.deepEqual(
    [transport.handed[0].body, await answered],
    [
      { id: "id-1", type: "phase.goto", position: 4, expectedRevision: 17 },
      { ok: true, revision: 18 },
    ],
  );
});

test("a mark in the roll needs no revision", () => {
  const transport = new HeldTransport();
  void sender(transport).sender.command("attendance.mark", { person: "p1", mark: "present" });
  assert.deepEqual(transport.handed[0].body, {
    id: "id-1",
    type: "attendance.mark",
    person: "p1",
    mark: "present",
  });
});

test("without a connection nothing is sent and nothing is promised", async () => {
  const { sender: at } = sender(null);
  const refused = { ok: false, code: "unavailable", revision: 17 };
  assert.deepEqual([await at.command("phase.next"), await at.signal("need_leader")], [refused, refused]);
});

test("after six seconds, when the server must have answered, the state is asked for and the same command handed in again", async () => {
  const transport = new HeldTransport();
  const { sender: at, browser } = sender(transport);
  void at.command("phase.next");
  await browser.pass(6_000);
  assert.deepEqual([transport.refreshed, transport.handed.map(({ body }) => body.id)], [1, ["id-1", "id-1"]]);
});

test("a transport that opens meanwhile is handed the same command", () => {
  const transport = new HeldTransport();
  const { sender: at, place } = sender(transport);
  void at.command("phase.next");
  const next = new HeldTransport();
  place.transport = next;
  at.resume();
  assert.deepEqual(
    next.handed.map(({ body }) => body.id),
    ["id-1"],
  );
});

test("the first answer counts and ends the asking", async () => {
  const transport = new HeldTransport();
  const { sender: at, browser } = sender(transport);
  const answered = at.command("phase.next");
  await browser.pass(6_000);
  transport.handed[1].answer({ ok: false, code: "stale_revision", revision: 18 });
  transport.handed[0].answer({ ok: true, revision: 18 });
  const answer = await answered;
  await browser.pass(60_000);
  assert.deepEqual(
    [answer, transport.handed.length],
    [{ ok: false, code: "stale_revision", revision: 18 }, 2],
  );
});

test("after twenty seconds the sender says that it does not know, and asks no more", async () => {
  const transport = new HeldTransport();
  const { sender: at, browser } = sender(transport);
  const answered = at.command("phase.next");
  await browser.pass(20_000);
  const handed = transport.handed.length;
  await browser.pass(60_000);
  assert.deepEqual(
    [await answered, transport.handed.length - handed],
    [{ ok: false, code: "unavailable", revision: 17 }, 0],
  );
});

test("a signal is handed in once, whatever becomes of it", async () => {
  const transport = new HeldTransport();
  const { sender: at, browser } = sender(transport);
  const answered = at.signal("come_back");
  await browser.pass(20_000);
  at.resume();
  await settled();
  assert.deepEqual(
    [await answered, transport.handed.map(({ body }) => body)],
    [{ ok: false, code: "unavailable", revision: 17 }, ["come_back"]],
  );
});
