import assert from "node:assert/strict";
import { test } from "node:test";

import { LiveState } from "../../../static/js/core/live_state.js";
import { ServerClock } from "../../../static/js/core/server_clock.js";
import { openLive } from "../../../static/js/transport/live_connection.js";
import { FakeBrowser, json, networkIsGone, settled } from "../fakes.js";
import { running } from "../fixtures.js";

/** @typedef {import("../../../static/js/core/types.js").Snapshot} Snapshot */

/** @param {Partial<Snapshot>} [first] */
async function page(first = {}) {
  const browser = new FakeBrowser();
  const state = new LiveState(running(3, { revision: 17, serverNow: 1, ...first }));
  const clock = new ServerClock({ now: () => browser.now() });
  /** @type {string[]} */
  const links = [];
  /** @type {any[]} */
  const told = [];
  const live = openLive({ meeting: "m1", state, clock, browser });
  live.listen({
    link: (link) => links.push(link.state),
    aside: (aside) => told.push(aside),
    refused: () => told.push("refused"),
    presence: (presence) => told.push(presence),
    signal: (signal) => told.push(signal),
    alarm: (alarm) => told.push(alarm),
    beat: () => told.push("beat"),
  });
  await settled();
  return { browser, state, live, links, told };
}

/** @param {Partial<Snapshot>} [first] */
async function connectedPage(first) {
  const parts = await page(first);
  parts.browser.socket.hears("connect");
  parts.browser.socket.hears("snapshot", running(3, { revision: 17, serverNow: 2, ...first }));
  return parts;
}

/** @param {FakeBrowser} browser */
function tokensUsed(browser) {
  return browser.sockets.map((socket) => socket.token);
}

test("the first socket uses the page's token, every later one a fresh one", async () => {
  const { browser } = await connectedPage();
  browser.socket.hears("disconnect");
  await browser.pass(500);
  browser.socket.hears("disconnect");
  await browser.pass(1_000);
  assert.deepEqual(
    [tokensUsed(browser), browser.requests.map(({ url }) => url)],
    [
      ["from-the-page", "token-1", "token-2"],
      ["/meetings/m1/token", "/meetings/m1/token"],
    ],
  );
});

test("what comes before anybody listens is kept, and then told in its order", async () => {
  const browser = new FakeBrowser();
  const state = new LiveState(running(3, { revision: 17, serverNow: 1 }));
  const live = openLive({
    meeting: "m1",
    state,
    clock: new ServerClock({ now: () => browser.now() }),
    browser,
  });
  await settled();
  browser.socket.hears("connect");
  browser.socket.hears("snapshot", running(4, { revision: 18, serverNow: 2 }));
  browser.socket.hears("signal", { signalId: "s1" });
  /** @type {any[]} */
  const told = [];
  state.subscribe((snapshot, before) => told.push([before?.revision, snapshot.revision]));
  live.listen({ signal: (signal) => told.push(signal), link: (link) => told.push(link.state) });
  assert.deepEqual(told, [[17, 18], "connected", { signalId: "s1" }]);
});

test("what comes is handed on, each to its listener", async () => {
  const { browser, state, links, told } = await connectedPage();
  const presence = { people: [], here: 0, quorum: 4 };
  browser.socket.hears("aside", { paused: true, leadersAway: false });
  browser.socket.hears("presence", presence);
  browser.socket.hears("signal", { signal: "wrap_up", from: { id: "l1", name: "Ana" }, at: 3 });
  browser.socket.hears("alarm", { alarm: "presenter_lost", person: "p1" });
  browser.socket.hears("revision", { revision: 17, serverNow: 4 });
  browser.socket.hears("snapshot", running(4, { revision: 18 }));
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
        "beat",
      ],
    ],
  );
});

test("a heartbeat of a later revision asks for the state, one of the same does not", async () => {
  const { browser } = await connectedPage();
  browser.socket.hears("revision", { revision: 17, serverNow: 3 });
  const quiet = browser.socket.sentOf("refresh").length;
  browser.socket.hears("revision", { revision: 18, serverNow: 4 });
  assert.deepEqual([quiet, browser.socket.sentOf("refresh").length], [0, 1]);
});

test("connecting asks for the time eight times within a second, then every half minute", async () => {
  const { browser } = await connectedPage();
  await browser.pass(1_000);
  const atFirst = browser.socket.sentOf("time").length;
  for (let beat = 0; beat < 6; beat += 1) {
    browser.socket.hears("revision", { revision: 17, serverNow: 3 });
    await browser.pass(10_000);
  }
  assert.deepEqual([atFirst, browser.socket.sentOf("time").length], [8, 10]);
});

test("a command in flight when the socket drops goes through the next one, under the same id", async () => {
  const { browser, live } = await connectedPage();
  const answered = live.command("phase.next");
  const [first] = browser.socket.sentOf("command");
  browser.socket.hears("disconnect");
  await browser.pass(500);
  browser.socket.hears("connect");
  const [again] = browser.socket.sentOf("command");
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
    await leader.browser.pass(seconds * 1000);
    await participant.browser.pass(seconds * 1000);
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
  const { browser } = await connectedPage();
  await browser.pass(16_500);
  const replaced = browser.sockets[0].disconnected;
  await browser.pass(4_000);
  assert.deepEqual([replaced, browser.sockets.length, browser.socket.disconnected], [true, 2, false]);
});

test("tries go on without end, further and further apart", async () => {
  const { browser } = await page();
  browser.answers = networkIsGone;
  browser.socket.hears("connect_error", new Error("websocket error"));
  await browser.pass(60_000);
  const atFirst = browser.requests.length;
  await browser.pass(600_000);
  const later = browser.requests.length;
  await browser.pass(30_000);
  assert.deepEqual([atFirst, browser.requests.length - later], [17, 1]);
});

test("online and visible try again at once", async () => {
  const { browser } = await page();
  browser.answers = networkIsGone;
  browser.socket.hears("connect_error", new Error("websocket error"));
  await browser.pass(120_000);
  const tries = browser.requests.length;
  await browser.happens("online");
  await browser.happens("visible");
  assert.equal(browser.requests.length, tries + 2);
});

test("a page that wakes with an open socket asks, and replaces it when nothing answers in three seconds", async () => {
  const { browser } = await connectedPage();
  await browser.happens("visible");
  const asked = browser.socket.sentOf("refresh").length;
  await browser.pass(3_000);
  assert.deepEqual([asked, browser.sockets[0].disconnected], [1, true]);
});

test("a page that has slept does not wait for its old socket, and is right with the first word of a new one", async () => {
  const { browser, state, links } = await connectedPage({ role: "leader" });
  browser.sleeps(600_000);
  await browser.happens("visible");
  const woken = [browser.sockets[0].disconnected, browser.sockets.length, tokensUsed(browser)[1]];
  browser.socket.hears("connect");
  browser.socket.hears("snapshot", running(6, { revision: 30, role: "leader" }));
  assert.deepEqual(
    [woken, state.snapshot?.position, browser.socket.sentOf("time").length, links],
    [[true, 2, "token-1"], 6, 1, ["connected", "reconnecting", "connected"]],
  );
});

test("a nap shorter than the allowed silence keeps the socket", async () => {
  const { browser } = await connectedPage();
  browser.sleeps(14_000);
  await browser.happens("visible");
  assert.deepEqual(
    [browser.sockets.length, browser.socket.sentOf("refresh").length, browser.socket.disconnected],
    [1, 1, false],
  );
});

test("a page that wakes keeps a socket that answers", async () => {
  const { browser } = await connectedPage();
  await browser.happens("visible");
  browser.socket.hears("snapshot", running(3, { revision: 17, serverNow: 9 }));
  await browser.pass(3_000);
  assert.deepEqual([browser.sockets.length, browser.sockets[0].disconnected], [1, false]);
});

test("offline is said at once and taken back by the next word from the server", async () => {
  const { browser, links } = await connectedPage();
  await browser.happens("offline");
  browser.socket.hears("revision", { revision: 17, serverNow: 3 });
  assert.deepEqual(links, ["connected", "reconnecting", "connected"]);
});

test("a refused token is no blocked socket: a fresh one is fetched and plain HTTP stays shut", async () => {
  const { browser } = await page();
  for (let nth = 0; nth < 3; nth += 1) {
    browser.socket.hears("connect_error", new Error("not_allowed"));
    await browser.pass(4_000);
  }
  assert.deepEqual(new Set(browser.requests.map(({ url }) => url)), new Set(["/meetings/m1/token"]));
});

test("a login that may not enter any more is told so, a server that fails is not", async () => {
  const { browser, told } = await connectedPage();
  browser.answers = () => new Response("", { status: 503 });
  browser.socket.hears("disconnect");
  await browser.pass(500);
  const failed = [...told];
  browser.answers = () => new Response("", { status: 404 });
  await browser.pass(1_000);
  assert.deepEqual([failed, told], [[], ["refused"]]);
});

test("a socket that opens and is never let in counts as lost", async () => {
  const { browser } = await page();
  await browser.pass(8_500);
  assert.deepEqual([browser.sockets.length, browser.sockets[0].disconnected], [2, true]);
});

/** A network that kills WebSockets and lets plain HTTP through. */
async function blockedPage() {
  const parts = await page();
  parts.browser.answers = (url) => {
    if (url.endsWith("snapshot")) return json(running(4, { revision: 18 }), { headers: { ETag: '"18"' } });
    if (url.endsWith("command")) return json({ ok: true, revision: 19 });
    return json({ token: "fresh" });
  };
  parts.browser.socket.hears("connect_error", new Error("websocket error"));
  await parts.browser.pass(500);
  parts.browser.socket.hears("connect_error", new Error("websocket error"));
  await settled();
  return parts;
}

test("two lost sockets in a row open plain HTTP", async () => {
  const { state, live, links } = await blockedPage();
  assert.deepEqual(
    [state.revision, links, await live.command("phase.next")],
    [18, ["reconnecting", "slow"], { ok: true, revision: 19 }],
  );
});

test("over HTTP the socket is tried every half minute and takes over when it works", async () => {
  const { browser, links } = await blockedPage();
  await browser.pass(1_000);
  browser.socket.hears("connect_error", new Error("websocket error"));
  const before = browser.sockets.length;
  await browser.pass(29_999);
  const waited = browser.sockets.length;
  await browser.pass(1);
  browser.socket.hears("connect");
  browser.socket.hears("snapshot", running(4, { revision: 18, serverNow: 2e12 }));
  const polled = browser.requests.filter(({ url }) => url.endsWith("snapshot")).length;
  await browser.pass(10_000);
  const since = browser.requests.filter(({ url }) => url.endsWith("snapshot")).length - polled;
  assert.deepEqual(
    [waited - before, browser.sockets.length - before, links, since],
    [0, 1, ["reconnecting", "slow", "connected"], 0],
  );
});

test("over HTTP a lost network is said, and so is its return", async () => {
  const { browser, links } = await blockedPage();
  const answers = browser.answers;
  browser.answers = networkIsGone;
  await browser.pass(2_000);
  browser.answers = answers;
  await browser.pass(2_000);
  assert.deepEqual(links, ["reconnecting", "slow", "reconnecting", "slow"]);
});

test("a closed connection does nothing more", async () => {
  const { browser, live, links } = await connectedPage();
  live.close();
  const requests = browser.requests.length;
  await browser.pass(120_000);
  await browser.happens("online");
  assert.deepEqual(
    [browser.requests.length - requests, browser.sockets.length, browser.socket.disconnected, links],
    [0, 1, true, ["connected"]],
  );
});
