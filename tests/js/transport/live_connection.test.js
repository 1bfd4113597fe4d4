import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerClock } from "../../../static/js/core/server_clock.js";
import { LiveState } from "../../../static/js/core/state.js";
import { openLive } from "../../../static/js/transport/live_connection.js";
import { running } from "../cast.js";
import { FakeWorld, json, networkIsGone, settled } from "../fakes.js";

/** @typedef {import("../../../static/js/core/types.js").Snapshot} Snapshot */

/** @param {Partial<Snapshot>} [first] */
async function page(first = {}) {
  const world = new FakeWorld();
  const state = new LiveState(running(3, { revision: 17, serverNow: 1, ...first }));
  const clock = new ServerClock({ now: () => world.now() });
  /** @type {string[]} */
  const links = [];
  /** @type {any[]} */
  const told = [];
  const live = openLive({
    meeting: "m1",
    state,
    clock,
    world,
    on: {
      link: (link) => links.push(link.state),
      aside: (aside) => told.push(aside),
      refused: () => told.push("refused"),
      presence: (presence) => told.push(presence),
      signal: (signal) => told.push(signal),
      alarm: (alarm) => told.push(alarm),
    },
  });
  await settled();
  return { world, state, live, links, told };
}

/** @param {Partial<Snapshot>} [first] */
async function connectedPage(first) {
  const parts = await page(first);
  parts.world.socket.hears("connect");
  parts.world.socket.hears("snapshot", running(3, { revision: 17, serverNow: 2, ...first }));
  return parts;
}

/** @param {FakeWorld} world */
function tokensUsed(world) {
  return world.sockets.map((socket) => socket.token);
}

test("the first socket uses the page's token, every later one a fresh one", async () => {
  const { world } = await connectedPage();
  world.socket.hears("disconnect");
  await world.pass(500);
  world.socket.hears("disconnect");
  await world.pass(1_000);
  assert.deepEqual(
    [tokensUsed(world), world.requests.map(({ url }) => url)],
    [
      ["from-the-page", "token-1", "token-2"],
      ["/meetings/m1/token", "/meetings/m1/token"],
    ],
  );
});

test("what comes is handed on, each to its listener", async () => {
  const { world, state, links, told } = await connectedPage();
  const presence = { people: [], here: 0, quorum: 4 };
  world.socket.hears("aside", { paused: true, leadersAway: false });
  world.socket.hears("presence", presence);
  world.socket.hears("signal", { signal: "wrap_up", from: { id: "l1", name: "Ana" }, at: 3 });
  world.socket.hears("alarm", { alarm: "presenter_lost", person: "p1" });
  world.socket.hears("snapshot", running(4, { revision: 18 }));
  assert.deepEqual(
    [state.revision, links, told],
    [
      18,
      ["connected"],
      [
        { paused: true, leadersAway: false },
        presence,
        { signal: "wrap_up", from: { id: "l1", name: "Ana" }, at: 3 },
        { alarm: "presenter_lost", person: "p1" },
      ],
    ],
  );
});

test("a heartbeat of a later revision asks for the state, one of the same does not", async () => {
  const { world } = await connectedPage();
  world.socket.hears("revision", { revision: 17, serverNow: 3 });
  const quiet = world.socket.sentOf("refresh").length;
  world.socket.hears("revision", { revision: 18, serverNow: 4 });
  assert.deepEqual([quiet, world.socket.sentOf("refresh").length], [0, 1]);
});

test("connecting asks for the time eight times within a second, then every half minute", async () => {
  const { world } = await connectedPage();
  await world.pass(1_000);
  const atFirst = world.socket.sentOf("time").length;
  for (let beat = 0; beat < 6; beat += 1) {
    world.socket.hears("revision", { revision: 17, serverNow: 3 });
    await world.pass(10_000);
  }
  assert.deepEqual([atFirst, world.socket.sentOf("time").length], [8, 10]);
});

test("a command in flight when the socket drops goes through the next one, under the same id", async () => {
  const { world, live } = await connectedPage();
  const answered = live.command("phase.next");
  const [first] = world.socket.sentOf("command");
  world.socket.hears("disconnect");
  await world.pass(500);
  world.socket.hears("connect");
  const [again] = world.socket.sentOf("command");
  again[1]({ ok: true, revision: 18 });
  assert.deepEqual(
    [first[0], again[0], await answered],
    [
      { id: "id-1", type: "phase.next", expectedRevision: 17 },
      { id: "id-1", type: "phase.next", expectedRevision: 17 },
      { ok: true, revision: 18 },
    ],
  );
});

test("a leader's page notices silence after five seconds, a participant's after fifteen", async () => {
  const leader = await connectedPage({ role: "leader" });
  const participant = await connectedPage();
  /** @type {string[][]} */
  const links = [];
  for (const seconds of [5, 1, 9, 1]) {
    await leader.world.pass(seconds * 1000);
    await participant.world.pass(seconds * 1000);
    links.push([leader.links.join(" "), participant.links.join(" ")]);
  }
  assert.deepEqual(links, [
    ["connected", "connected"],
    ["connected reconnecting", "connected"],
    ["connected reconnecting", "connected"],
    ["connected reconnecting", "connected reconnecting"],
  ]);
});

test("a silent socket is replaced, and the replacement is given time to open", async () => {
  const { world } = await connectedPage();
  await world.pass(16_500);
  const replaced = world.sockets[0].disconnected;
  await world.pass(4_000);
  assert.deepEqual([replaced, world.sockets.length, world.socket.disconnected], [true, 2, false]);
});

test("tries go on without end, further and further apart", async () => {
  const { world } = await page();
  world.answers = networkIsGone;
  world.socket.hears("connect_error", new Error("websocket error"));
  await world.pass(60_000);
  const atFirst = world.requests.length;
  await world.pass(600_000);
  const later = world.requests.length;
  await world.pass(30_000);
  assert.deepEqual([atFirst, world.requests.length - later], [17, 1]);
});

test("online and visible try again at once", async () => {
  const { world } = await page();
  world.answers = networkIsGone;
  world.socket.hears("connect_error", new Error("websocket error"));
  await world.pass(120_000);
  const tries = world.requests.length;
  await world.happens("online");
  await world.happens("visible");
  assert.equal(world.requests.length, tries + 2);
});

test("a page that wakes with an open socket asks, and replaces it when nothing answers in three seconds", async () => {
  const { world } = await connectedPage();
  await world.happens("visible");
  const asked = world.socket.sentOf("refresh").length;
  await world.pass(3_000);
  assert.deepEqual([asked, world.sockets[0].disconnected], [1, true]);
});

test("a page that wakes keeps a socket that answers", async () => {
  const { world } = await connectedPage();
  await world.happens("visible");
  world.socket.hears("snapshot", running(3, { revision: 17, serverNow: 9 }));
  await world.pass(3_000);
  assert.deepEqual([world.sockets.length, world.sockets[0].disconnected], [1, false]);
});

test("offline is said at once and taken back by the next word from the server", async () => {
  const { world, links } = await connectedPage();
  await world.happens("offline");
  world.socket.hears("revision", { revision: 17, serverNow: 3 });
  assert.deepEqual(links, ["connected", "reconnecting", "connected"]);
});

test("a refused token is no blocked socket: a fresh one is fetched and plain HTTP stays shut", async () => {
  const { world } = await page();
  for (let nth = 0; nth < 3; nth += 1) {
    world.socket.hears("connect_error", new Error("not_allowed"));
    await world.pass(4_000);
  }
  assert.deepEqual(new Set(world.requests.map(({ url }) => url)), new Set(["/meetings/m1/token"]));
});

test("a login that may not enter any more is told so, a server that fails is not", async () => {
  const { world, told } = await connectedPage();
  world.answers = () => new Response("", { status: 503 });
  world.socket.hears("disconnect");
  await world.pass(500);
  const failed = [...told];
  world.answers = () => new Response("", { status: 404 });
  await world.pass(1_000);
  assert.deepEqual([failed, told], [[], ["refused"]]);
});

test("a socket that opens and is never let in counts as lost", async () => {
  const { world } = await page();
  await world.pass(8_500);
  assert.deepEqual([world.sockets.length, world.sockets[0].disconnected], [2, true]);
});

/** A network that kills WebSockets and lets plain HTTP through. */
async function blockedPage() {
  const parts = await page();
  parts.world.answers = (url) => {
    if (url.endsWith("snapshot")) return json(running(4, { revision: 18 }), { headers: { ETag: '"18"' } });
    if (url.endsWith("command")) return json({ ok: true, revision: 19 });
    return json({ token: "fresh" });
  };
  parts.world.socket.hears("connect_error", new Error("websocket error"));
  await parts.world.pass(500);
  parts.world.socket.hears("connect_error", new Error("websocket error"));
  await settled();
  return parts;
}

test("two lost sockets in a row open the HTTP door", async () => {
  const { state, live, links } = await blockedPage();
  assert.deepEqual(
    [state.revision, links, await live.command("phase.next")],
    [18, ["reconnecting", "slow"], { ok: true, revision: 19 }],
  );
});

test("over HTTP the socket is tried every half minute and takes over when it works", async () => {
  const { world, links } = await blockedPage();
  await world.pass(1_000);
  world.socket.hears("connect_error", new Error("websocket error"));
  const before = world.sockets.length;
  await world.pass(29_999);
  const waited = world.sockets.length;
  await world.pass(1);
  world.socket.hears("connect");
  world.socket.hears("snapshot", running(4, { revision: 18, serverNow: 2e12 }));
  const polled = world.requests.filter(({ url }) => url.endsWith("snapshot")).length;
  await world.pass(10_000);
  const since = world.requests.filter(({ url }) => url.endsWith("snapshot")).length - polled;
  assert.deepEqual(
    [waited - before, world.sockets.length - before, links, since],
    [0, 1, ["reconnecting", "slow", "connected"], 0],
  );
});

test("over HTTP a lost network is said, and so is its return", async () => {
  const { world, links } = await blockedPage();
  const answers = world.answers;
  world.answers = networkIsGone;
  await world.pass(2_000);
  world.answers = answers;
  await world.pass(2_000);
  assert.deepEqual(links, ["reconnecting", "slow", "reconnecting", "slow"]);
});

test("a closed connection does nothing more", async () => {
  const { world, live, links } = await connectedPage();
  live.close();
  const requests = world.requests.length;
  await world.pass(120_000);
  await world.happens("online");
  assert.deepEqual(
    [world.requests.length - requests, world.sockets.length, world.socket.disconnected, links],
    [0, 1, true, ["connected"]],
  );
});
