import assert from "node:assert/strict";
import { test } from "node:test";

import { DesktopNotices, standing } from "../../../static/js/console/desktop_notices.js";
import { AlarmList } from "../../../static/js/console/panels/alarms.js";
import { at, gathering, MINUTE, presence, running } from "./fixtures.js";

/**
 * @typedef {import("../../../static/js/console/desktop_notices.js").Kind} Kind
 * @typedef {import("../../../static/js/console/desktop_notices.js").Permission} Permission
 */

const people = presence();
const atTheDoor = {
  ...people,
  people: [...people.people, { .../** @type {any} */ (people.people[3]), id: "late", state: "at_the_door" }],
};

/** A computer that notes what it shows; `answers` is what its owner answers when asked. */
class FakeDesktop {
  asked = 0;
  /** @type {string[]} */
  shown = [];
  /** @type {string[]} */
  there = [];
  wanted = false;
  /** @type {Permission} */
  allowed = "default";
  /** @type {Permission} */
  answers = "granted";

  permission = () => this.allowed;
  isWanted = () => this.wanted;

  async ask() {
    this.asked += 1;
    this.allowed = this.answers;
  }

  /** @param {boolean} wanted */
  remember(wanted) {
    this.wanted = wanted;
  }

  /**
   * @param {Kind} kind
   * @param {string} words
   */
  show(kind, words) {
    this.shown.push(words);
    this.there.push(kind);
    return {
      close: () => {
        this.there = this.there.filter((each) => each !== kind);
      },
    };
  }
}

/** @param {{seen?: boolean} & Partial<FakeDesktop>} [how] */
function hiddenPage({ seen = false, ...changes } = {}) {
  const desktop = Object.assign(new FakeDesktop(), { wanted: true, allowed: "granted", ...changes });
  const page = { seen };
  const notices = new DesktopNotices(() => page.seen, desktop);
  return { desktop, page, notices };
}

/** @param {object} [changes] */
function state(changes = {}) {
  const shared = running(6, at(19));
  return /** @type {any} */ ({
    shared,
    now: at(20),
    alarms: new AlarmList(),
    presence: people,
    ...changes,
  });
}

const wrapUp = () => state({ now: at(47, 30) });
const over = () => state({ now: at(49, 1) });
const lost = () => {
  const alarms = new AlarmList();
  alarms.receive({ alarm: "presenter_lost", person: "miriam" });
  return state({ alarms });
};

test("each kind is shown once, by words that name nobody, and goes when it is no longer true", () => {
  const { desktop, notices } = hiddenPage();
  const steps = [
    state(),
    wrapUp(),
    wrapUp(),
    over(),
    lost(),
    lost(),
    state({ presence: atTheDoor }),
    state(),
  ];
  const there = steps.map((step) => {
    notices.draw(step);
    return desktop.there.join();
  });
  assert.deepEqual(there, [
    "",
    "wrap_up",
    "wrap_up",
    "over",
    "presenter_lost",
    "presenter_lost",
    "at_the_door",
    "",
  ]);
  assert.deepEqual(desktop.shown, [
    "Time to wrap up",
    "Time is up, when you are ready",
    "Please check the session page",
    "Someone is at the door",
  ]);
});

test("nothing is shown while the page is seen, and what was shown is gone once it is", () => {
  const { desktop, page, notices } = hiddenPage({ seen: true });
  notices.draw(wrapUp());
  page.seen = false;
  notices.draw(wrapUp());
  const seenBefore = [...desktop.shown];
  notices.draw(over());
  const hidden = [...desktop.there];
  page.seen = true;
  notices.draw(over());
  assert.deepEqual([seenBefore, hidden, desktop.there], [[], ["over"], []]);
});

test("nothing is asked or shown before the leader's own press", async () => {
  const { desktop, notices } = hiddenPage({ wanted: false, allowed: "default" });
  notices.draw(over());
  const before = [desktop.asked, desktop.shown.length, notices.areOn];
  const done = await notices.toggle();
  notices.draw(state());
  notices.draw(lost());
  assert.deepEqual(
    [before, done, notices.areOn, desktop.asked, desktop.there, desktop.wanted],
    [[0, 0, false], true, true, 1, ["presenter_lost"], true],
  );
});

test("a second press takes them away and asks nothing", async () => {
  const { desktop, notices } = hiddenPage();
  notices.draw(over());
  const done = await notices.toggle();
  notices.draw(state());
  notices.draw(over());
  assert.deepEqual(
    [done, notices.areOn, desktop.asked, desktop.there, desktop.shown.length, desktop.wanted],
    [true, false, 0, [], 1, false],
  );
});

test("a browser that does not allow them is asked once, and said to", async () => {
  const { desktop, notices } = hiddenPage({ wanted: false, allowed: "default", answers: "denied" });
  const answers = [await notices.toggle(), await notices.toggle()];
  notices.draw(over());
  assert.deepEqual([answers, notices.areOn, desktop.asked, desktop.shown], [[false, false], false, 1, []]);
});

test("a browser whose pages may show none works on", () => {
  const { notices } = hiddenPage({
    show: () => {
      throw new TypeError("Illegal constructor");
    },
  });
  notices.draw(over());
  notices.draw(state());
  notices.close();
});

test("a moment is the server's: its message counts where this page lags behind", () => {
  const message = running(6, at(19), { serverNow: at(49) - 2 * MINUTE });
  const lagging = state({ shared: message, now: at(46, 59.8) });
  const earlier = state({ shared: { ...message, serverNow: at(46) }, now: at(46, 59.8) });
  assert.deepEqual([...standing(lagging, 0)], ["wrap_up"]);
  assert.deepEqual([...standing(earlier, 0)], []);
});

test("an alarm put away and a session that is over are not told of", () => {
  const away = lost();
  away.alarms.theyAreHere();
  const closed = { ...gathering(), meeting: { ...gathering().meeting, status: "closed" } };
  const ended = state({ shared: closed, presence: atTheDoor });
  assert.deepEqual([[...standing(away, 0)], [...standing(ended, 0)]], [[], []]);
});
