import assert from "node:assert/strict";
import { test } from "node:test";

import { HttpDoor } from "../../../static/js/transport/http_door.js";
import { running } from "../cast.js";
import { FakeWorld, json, networkIsGone, settled } from "../fakes.js";

/** @param {FakeWorld} world */
function opened(world) {
  /** @type {string[]} */
  const told = [];
  let tokens = 0;
  const door = new HttpDoor({
    meeting: "m1",
    newToken: async () => `token-${++tokens}`,
    localNow: () => world.now(),
    world,
    events: {
      heard: () => told.push("heard"),
      snapshot: (snapshot) => told.push(`snapshot ${snapshot.revision}`),
      presence: (presence) => told.push(`presence ${presence.here}`),
      aside: (aside) => "paused" in aside && told.push(`paused: ${aside.paused}`),
      silent: () => told.push("silent"),
    },
  });
  door.open();
  return { door, told };
}

/** @param {FakeWorld} world */
function questions(world) {
  const asked = world.requests.filter(({ url }) => url.endsWith("snapshot"));
  return asked.map(({ url, init }) => [url, new Headers(init.headers).get("If-None-Match")]);
}

test("asks every two seconds, whole at first and then every fourth time", async () => {
  const world = new FakeWorld();
  world.answers = () => json(running(3, { revision: 7 }), { headers: { ETag: '"7"' } });
  opened(world);
  await settled();
  await world.pass(8_000);
  assert.deepEqual(questions(world), [
    ["/meetings/m1/snapshot", null],
    ["/meetings/m1/snapshot", '"7"'],
    ["/meetings/m1/snapshot", '"7"'],
    ["/meetings/m1/snapshot", '"7"'],
    ["/meetings/m1/snapshot", null],
  ]);
});

test("an unchanged answer is heard and brings no snapshot", async () => {
  const world = new FakeWorld();
  world.answers = (_url, init) =>
    new Headers(init.headers).has("If-None-Match")
      ? new Response(null, { status: 304 })
      : json(running(3, { revision: 7 }), { headers: { ETag: '"7"' } });
  const { told } = opened(world);
  await settled();
  await world.pass(2_000);
  assert.deepEqual(told, ["snapshot 7", "heard", "heard"]);
});

test("a network that is gone is told as silence, and asked again", async () => {
  const world = new FakeWorld();
  world.answers = networkIsGone;
  const { told } = opened(world);
  await settled();
  world.answers = () => json(running(3, { revision: 7 }));
  await world.pass(2_000);
  assert.deepEqual(told, ["silent", "snapshot 7", "heard"]);
});

test("a question still open is not asked a second time", async () => {
  const world = new FakeWorld();
  world.answers = () => new Promise(() => {});
  opened(world);
  await world.pass(10_000);
  assert.equal(world.requests.length, 1);
});

test("a command is posted with the token, and the snapshot asked for at once", async () => {
  const world = new FakeWorld();
  world.answers = (url) => (url.endsWith("command") ? json({ ok: true, revision: 8 }) : json(running(3)));
  const { door } = opened(world);
  await settled();
  const answer = await door.command({ id: "id-1", type: "phase.next", expectedRevision: 7 });
  await settled();
  const at = world.requests.findIndex(({ url }) => url.endsWith("command"));
  const { url, init } = world.requests[at];
  assert.deepEqual(
    [answer, url, new Headers(init.headers).get("X-Live-Token"), JSON.parse(String(init.body))],
    [
      { ok: true, revision: 8 },
      "/meetings/m1/command",
      "token-1",
      { id: "id-1", type: "phase.next", expectedRevision: 7 },
    ],
  );
  assert.equal(world.requests[at + 1].url, "/meetings/m1/snapshot");
});

test("a token that has run out is replaced once", async () => {
  const world = new FakeWorld();
  /** @type {(string | null)[]} */
  const tokens = [];
  world.answers = (url, init) => {
    if (!url.endsWith("signal")) return json(running(3));
    tokens.push(new Headers(init.headers).get("X-Live-Token"));
    return tokens.length === 1 ? new Response("", { status: 403 }) : json({ ok: true });
  };
  const { door } = opened(world);
  assert.deepEqual([await door.signal("come_back"), tokens], [{ ok: true }, ["token-1", "token-2"]]);
});

test("a command that does not get through says so", async () => {
  const world = new FakeWorld();
  world.answers = networkIsGone;
  const { door } = opened(world);
  assert.deepEqual(await door.command({ id: "id-1", type: "phase.next" }), {
    ok: false,
    code: "unavailable",
  });
});

test("a leader's page is told who is here as well", async () => {
  const world = new FakeWorld();
  world.answers = (url) =>
    json(url.endsWith("presence") ? { people: [], here: 7, quorum: 4 } : running(3, { role: "leader" }));
  const { told } = opened(world);
  await settled();
  assert.deepEqual(told, ["snapshot 3", "presence 7", "heard"]);
});

test("a participant's page is told what the snapshot does not say", async () => {
  const world = new FakeWorld();
  world.answers = (url) => json(url.endsWith("aside") ? { paused: true, leadersAway: false } : running(3));
  const { told } = opened(world);
  await settled();
  assert.deepEqual(told, ["snapshot 3", "paused: true", "heard"]);
});

test("a closed door asks no more", async () => {
  const world = new FakeWorld();
  const { door } = opened(world);
  await settled();
  door.close();
  const before = world.requests.length;
  await world.pass(60_000);
  assert.equal(world.requests.length, before);
});

test("a refusal with a code is passed on, whatever its status; what is none of ours means not saved", async () => {
  const world = new FakeWorld();
  const { door } = opened(world);
  const refused = { ok: false, code: "rate_limited", revision: 0 };
  const answers = [
    json(refused, { status: 429 }),
    new Response("<h1>Bad gateway</h1>", { status: 502 }),
    json({ error: "no upstream" }, { status: 503 }),
  ];
  /** @type {string[]} */
  const codes = [];
  for (const answer of answers) {
    world.answers = (url) => (url.endsWith("/signal") ? answer : networkIsGone());
    codes.push((await door.signal("come_back")).code ?? "");
  }
  assert.deepEqual(codes, ["rate_limited", "unavailable", "unavailable"]);
});
