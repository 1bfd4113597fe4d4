import assert from "node:assert/strict";
import { test } from "node:test";

import { ServerClock } from "../../../static/js/core/server_clock.js";

const HOUR = 3_600_000;

/** A device whose steady clock and wall clock are set by hand. */
class Device {
  steady = 5_000_000;
  ahead = 0;

  now() {
    return this.steady;
  }

  wall() {
    return this.steady + this.ahead;
  }
}

/**
 * One exchange with a server whose clock is `offset` ahead of the device's.
 *
 * @param {ServerClock} clock
 * @param {Device} device
 * @param {number} offset
 * @param {{there?: number, back?: number}} [way] ms each way
 */
function exchange(clock, device, offset, { there = 50, back = 50 } = {}) {
  const sentAt = device.steady;
  device.steady += there;
  const serverNow = device.steady + offset;
  device.steady += back;
  clock.sample(sentAt, serverNow, device.steady);
}

test("the first exchange is believed at once, an hour's error included", () => {
  const device = new Device();
  const clock = new ServerClock(device);
  exchange(clock, device, HOUR);
  assert.deepEqual([clock.now() - device.steady, clock.uncertainty], [HOUR, 50]);
});

test("the quickest way there and the quickest way back are believed, also of different exchanges", () => {
  const device = new Device();
  const clock = new ServerClock(device);
  exchange(clock, device, 1000, { there: 20, back: 300 });
  exchange(clock, device, 1000, { there: 200, back: 20 });
  device.steady += 10_000;
  assert.deepEqual([clock.now() - device.steady, clock.uncertainty], [1000, 20]);
});

test("exchanges that contradict each other leave only the newest", () => {
  const device = new Device();
  const clock = new ServerClock(device);
  exchange(clock, device, 0, { there: 1, back: 1 });
  exchange(clock, device, 150, { there: 40, back: 40 });
  assert.equal(clock.uncertainty, 40);
});

test("an exchange older than ten minutes is forgotten", () => {
  const device = new Device();
  const clock = new ServerClock(device);
  exchange(clock, device, 1000, { there: 1, back: 1 });
  device.steady += 601_000;
  exchange(clock, device, 1000, { there: 40, back: 40 });
  assert.equal(clock.uncertainty, 40);
});

test("a small difference is slewed, at a twentieth of the time that passes", () => {
  const device = new Device();
  const clock = new ServerClock(device);
  exchange(clock, device, 0, { there: 250, back: 50 });
  exchange(clock, device, 0, { there: 10, back: 10 });
  const readings = [0, 1000, 1000, 1000].map((passed) => {
    device.steady += passed;
    return Math.round(clock.now() - device.steady);
  });
  assert.deepEqual(readings, [100, 50, 0, 0]);
});

test("a large difference is stepped", () => {
  const device = new Device();
  const clock = new ServerClock(device);
  exchange(clock, device, 0);
  exchange(clock, device, 400, { there: 10, back: 10 });
  assert.equal(clock.now() - device.steady, 400);
});

test("a clock that was ahead a little stands still instead of going back", () => {
  const device = new Device();
  const clock = new ServerClock(device);
  exchange(clock, device, 500);
  const shown = clock.now();
  exchange(clock, device, 0, { there: 10, back: 10 });
  const before = [clock.now() - shown];
  device.steady += 600;
  assert.deepEqual([...before, clock.now() - device.steady], [0, 0]);
});

test("a clock that was far ahead goes back at once", () => {
  const device = new Device();
  const clock = new ServerClock(device);
  exchange(clock, device, HOUR);
  clock.now();
  exchange(clock, device, 0, { there: 10, back: 10 });
  assert.equal(clock.now() - device.steady, 0);
});

test("a message's moment starts the clock and later only pushes it forward", () => {
  const device = new Device();
  const clock = new ServerClock(device);
  clock.atLeast(device.steady + HOUR);
  const started = clock.now() - device.steady;
  clock.atLeast(device.steady + HOUR - 800);
  const early = clock.now() - device.steady;
  clock.atLeast(device.steady + HOUR + 800);
  assert.deepEqual([started, early, clock.now() - device.steady], [HOUR, HOUR, HOUR + 800]);
});

test("after sleep, in which the steady clock stood, old exchanges count no more", () => {
  const device = new Device();
  const clock = new ServerClock(device);
  exchange(clock, device, 0, { there: 1, back: 1 });
  device.ahead = HOUR;
  clock.atLeast(device.steady + HOUR + 20);
  const woken = clock.now() - device.steady;
  exchange(clock, device, HOUR, { there: 60, back: 60 });
  device.steady += 1000;
  assert.deepEqual([woken, clock.now() - device.steady, clock.uncertainty], [HOUR + 20, HOUR, 60]);
});

test("an answer from before the question is no exchange", () => {
  const clock = new ServerClock(new Device());
  clock.sample(1000, 500, 900);
  assert.equal(clock.uncertainty, Infinity);
});

/** @type {[string, (random: () => number) => number][]} one way, in ms; both ways together 108 on average */
const LINES = [
  ["spread evenly", (random) => 54 + 60 * (random() - 0.5)],
  ["with a long tail", (random) => 24 - 30 * Math.log(1 - random())],
];

for (const [jitter, oneWay] of LINES) {
  test(`over 108 ms with 30 ms of jitter ${jitter}, 19 of 20 pages are within 15 ms`, () => {
    const errors = Array.from({ length: 400 }, (_, page) => errorAfterBurst(drawn(page + 1), oneWay));
    errors.sort((a, b) => a - b);
    const p95 = errors[Math.ceil(0.95 * errors.length) - 1];
    assert.ok(p95 <= 15, `p95 was ${p95.toFixed(1)} ms`);
  });
}

/**
 * The eight exchanges after connecting, and long enough for slewing to finish.
 *
 * @param {() => number} random
 * @param {(random: () => number) => number} oneWay
 */
function errorAfterBurst(random, oneWay) {
  const device = new Device();
  const clock = new ServerClock(device);
  for (let nth = 0; nth < 8; nth += 1) {
    exchange(clock, device, HOUR, { there: oneWay(random), back: oneWay(random) });
    device.steady += 125;
  }
  device.steady += 10_000;
  return Math.abs(clock.now() - device.steady - HOUR);
}

/**
 * Numbers from 0 to 1 that are the same in every run.
 *
 * @param {number} seed
 */
function drawn(seed) {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return state / 4_294_967_296;
  };
}
