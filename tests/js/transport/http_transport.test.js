import assert from "node:assert/strict";
import { test } from "node:test";

import { HttpTransport } from "../../../static/js/transport/http_transport.js";
import { FakeBrowser, json, networkIsGone, settled } from "../fakes.js";
import { running } from "../fixtures.js";

/** @param {FakeBrowser} browser */
function opened(browser) {
  /** @type {string[]} */
  const told = [];
  let tokens = 0;
  const transport = new HttpTransport({
    meeting: "m1",
    newToken: async () => `token-${++tokens}`,
    localNow: () => browser.now(),
    browser,
    events: {
      heard: () => told.push("heard"),
      snapshot: (snapshot) => told.push(`snapshot ${snapshot.revision}`),
      presence: (presence) => told.push(`presence ${presence.here}`),
      aside: (aside) => "paused" in aside && told.push(`paused: ${aside.paused}`),
      silent: () => told.push("silent"),
    },
  });
  transport.open();
  return { transport, told };
}

/** @param {FakeBrowser} browser */
function questions(browser) {
  const asked = browser.requests.filter(({ url }) => url.endsWith("snapshot"));
  return asked.map(({ url, init }) => [url, new Headers(init.headers).get("If-None-Match")]);
}

test("asks every two seconds, whole at first and then every fourth time", async () => {
  const browser = new FakeBrowser();
  browser.answers = () => json(running(3, { revision: 7 }), { headers: { ETag: '"7"' } });
  opened(browser);
  await settled();
  await browser.pass(8_000);
  assert.deepEqual(questions(browser), [
    ["/meetings/m1/snapshot", null],
    ["/meetings/m1/snapshot", '"7"'],
    ["/meetings/m1/snapshot", '"7"'],
    ["/meetings/m1/snapshot", '"7"'],
    ["/meetings/m1/snapshot", null],
  ]);
});

test("an unchanged answer is heard and brings no snapshot", async () => {
  const browser = new FakeBrowser();
  browser.answers = (_url, init) =>
    new Headers(init.headers).has("If-None-Match")
      ? new Response(null, { status: 304 })
      : json(running(3, { revision: 7 }), { headers: { ETag: '"7"' } });
  const { told } = opened(browser);
  await settled();
  await browser.pass(2_000);
  assert.deepEqual(told, ["snapshot 7", "heard", "heard"]);
});

test("a network that is gone is told as silence, and asked again", async () => {
  const browser = new FakeBrowser();
  browser.answers = networkIsGone;
  const { told } = opened(browser);
  await settled();
  browser.answers = () => json(running(3, { revision: 7 }));
  await browser.pass(2_000);
  assert.deepEqual(told, ["silent", "snapshot 7", "heard"]);
});

test("a question still open is not asked a second time", async () => {
  const browser = new FakeBrowser();
  browser.answers = () => new Promise(() => {});
  opened(browser);
  await browser.pass(10_000);
  assert.equal(browser.requests.length, 1);
});

test("a command is posted with the token, and the snapshot asked for at once", async () => {
  const browser = new FakeBrowser();
  browser.answers = (url) => (url.endsWith("command") ? json({ ok: true, revision: 8 }) : json(running(3)));
  const { transport } = opened(browser);
  await settled();
  const answer = await transport.command({ id: "id-1", type: "phase.next", expectedRevision: 7 });
  await settled();
  const at = browser.requests.findIndex(({ url }) => url.endsWith("command"));
  const { url, init } = browser.requests[at];
  assert.deepEqual(
    [answer, url, new Headers(init.headers).get("X-Live-Token"), JSON.parse(String(init.body))],
    [
      { ok: true, revision: 8 },
      "/meetings/m1/command",
      "token-1",
      { id: "id-1", type: "phase.next", expectedRevision: 7 },
    ],
  );
  assert.equal(browser.requests[at + 1].url, "/meetings/m1/snapshot");
});

test("a token that has run out is replaced once", async () => {
  const browser = new FakeBrowser();
  /** @type {(string | null)[]} */
  const tokens = [];
  browser.answers = (url, init) => {
    if (!url.endsWith("signal")) return json(running(3));
    tokens.push(new Headers(init.headers).get("X-Live-Token"));
    return tokens.length === 1 ? new Response("", { status: 403 }) : json({ ok: true });
  };
  const { transport } = opened(browser);
  assert.deepEqual([await transport.signal("come_back"), tokens], [{ ok: true }, ["token-1", "token-2"]]);
});

test("a command that does not get through says so", async () => {
  const browser = new FakeBrowser();
  browser.answers = networkIsGone;
  const { transport } = opened(browser);
  assert.deepEqual(await transport.command({ id: "id-1", type: "phase.next" }), {
    ok: false,
    code: "unavailable",
  });
});

test("a leader's page is told who is here as well", async () => {
  const browser = new FakeBrowser();
  browser.answers = (url) =>
    json(url.endsWith("presence") ? { people: [], here: 7, quorum: 4 } : running(3, { role: "leader" }));
  const { told } = opened(browser);
  await settled();
  assert.deepEqual(told, ["snapshot 3", "presence 7", "heard"]);
});

test("a participant's page is told what the snapshot does not say", async () => {
  const browser = new FakeBrowser();
  browser.answers = (url) => json(url.endsWith("aside") ? { paused: true, leadersAway: false } : running(3));
  const { told } = opened(browser);
  await settled();
  assert.deepEqual(told, ["snapshot 3", "paused: true", "heard"]);
});

test("once closed it asks no more", async () => {
  const browser = new FakeBrowser();
  const { transport } = opened(browser);
  await settled();
  transport.close();
  const before = browser.requests.length;
  await browser.pass(60_000);
  assert.equal(browser.requests.length, before);
});

test("a refusal with a code is passed on, whatever its status; what is none of ours means not saved", async () => {
  const browser = new FakeBrowser();
  const { transport } = opened(browser);
  const refused = { ok: false, code: "rate_limited", revision: 0 };
  const answers = [
    json(refused, { status: 429 }),
    new Response("<h1>Bad gateway</h1>", { status: 502 }),
    json({ error: "no upstream" }, { status: 503 }),
  ];
  /** @type {string[]} */
  const codes = [];
  for (const answer of answers) {
    browser.answers = (url) => (url.endsWith("/signal") ? answer : networkIsGone());
    codes.push((await transport.signal("come_back")).code ?? "");
  }
  assert.deepEqual(codes, ["rate_limited", "unavailable", "unavailable"]);
});
