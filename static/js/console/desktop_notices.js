/**
 * Notices of the computer's own, for leaders who have another window in front of this page. Only for those who have asked
 * for them by a press, silent, and of four kinds that cannot wait until somebody looks here again. They name nobody and no
 * group, since they stand above everything that is shared; each is taken away once it is no longer true, or once the page
 * is seen. They come by the server's clock: the server sends a message at each of these moments, and a hidden page, whose
 * own timers sleep, is drawn by its messages.
 *
 * Systems hold such notices back during calls, so nothing depends on them.
 *
 * @typedef {import("./console_model.js").ConsoleState} ConsoleState
 * @typedef {"wrap_up" | "over" | "presenter_lost" | "at_the_door"} Kind
 * @typedef {"default" | "granted" | "denied" | "missing"} Permission
 * @typedef {{close: () => void}} Notice
 *
 * @typedef {object} Desktop what is needed of the browser
 * @property {() => Permission} permission
 * @property {() => Promise<unknown>} ask
 * @property {(kind: Kind, words: string) => Notice} show throws where pages may not show any
 * @property {() => boolean} isWanted whether this device has been told to
 * @property {(wanted: boolean) => void} remember
 */

import { hasDesktop } from "../components/live_page.js";
import { part, show, write, writeOrHide } from "../components/parts.js";
import { timerState } from "../core/timer.js";
import { t } from "../core/words.js";
import { atTheDoor } from "./panels/signals.js";

const REMEMBERED_AS = "balint-live.notices";

/** @type {Kind[]} */
const KINDS = ["wrap_up", "over", "presenter_lost", "at_the_door"];

/** @type {Desktop} */
const thisDesktop = {
  permission: () => ("Notification" in window && hasDesktop() ? Notification.permission : "missing"),
  ask: () => Notification.requestPermission(),
  show(kind, words) {
    const notice = new Notification(words, { tag: `balint-live.${kind}`, silent: true });
    notice.addEventListener("click", () => window.focus());
    return notice;
  },
  isWanted: () => remembered() === "on",
  remember(wanted) {
    try {
      localStorage.setItem(REMEMBERED_AS, wanted ? "on" : "off");
    } catch {
      // A browser that keeps nothing: the choice then holds for this page.
    }
  },
};

/** Shows what has become true while nobody was looking, and takes it away again. */
export class DesktopNotices {
  /** @type {Map<Kind, Notice>} */
  #shown = new Map();
  /** @type {ReadonlySet<Kind>} */
  #standing = new Set();
  #wanted;
  #isSeen;
  #desktop;

  /**
   * @param {() => boolean} isSeen the leader can see the page, or the small window
   * @param {Desktop} [desktop]
   */
  constructor(isSeen, desktop = thisDesktop) {
    this.#isSeen = isSeen;
    this.#desktop = desktop;
    this.#wanted = desktop.isWanted();
  }

  /** Whether this device can show any. */
  get areOffered() {
    return this.#desktop.permission() !== "missing";
  }

  get areOn() {
    return this.#wanted && this.#desktop.permission() === "granted";
  }

  /**
   * Turns them on or off, by the leader's own press; the browser asks the first time.
   *
   * @returns {Promise<boolean>} false when the browser does not allow them
   */
  async toggle() {
    const wanted = !this.areOn;
    if (wanted && this.#desktop.permission() === "default") await this.#desktop.ask();
    this.#wanted = wanted;
    this.#desktop.remember(wanted);
    if (!wanted) this.close();
    return this.areOn === wanted;
  }

  /** @param {ConsoleState} state what the page has just drawn */
  draw(state) {
    const before = this.#standing;
    this.#standing = standing(state, performance.now());
    for (const kind of this.#shown.keys()) if (!this.#standing.has(kind)) this.#takeAway(kind);
    if (this.#isSeen()) this.close();
    else if (this.areOn) for (const kind of this.#standing) if (!before.has(kind)) this.#show(kind);
  }

  /** Takes all of them away. */
  close() {
    for (const kind of [...this.#shown.keys()]) this.#takeAway(kind);
  }

  /** @param {Kind} kind */
  #show(kind) {
    try {
      this.#shown.set(kind, this.#desktop.show(kind, wordsOf(kind)));
    } catch {
      // A browser that shows them only through a service worker: the page itself still says it.
    }
  }

  /** @param {Kind} kind */
  #takeAway(kind) {
    this.#shown.get(kind)?.close();
    this.#shown.delete(kind);
  }
}

/** The button in Help by which a leader asks for them, and what came of it. */
export class NoticesSwitch {
  #notices;
  #button = part("notify");
  #note = part("notify-note");

  /** @param {DesktopNotices} notices */
  constructor(notices) {
    this.#notices = notices;
    this.#draw("");
  }

  async press() {
    const done = await this.#notices.toggle();
    this.#draw(
      done ? "" : t("The browser does not allow notices from this site. Its settings can change that."),
    );
  }

  /** @param {string} refusal */
  #draw(refusal) {
    const { areOffered, areOn } = this.#notices;
    show(this.#button, areOffered);
    write(this.#button, areOn ? t("Stop the notices on this computer") : t("Show notices on this computer"));
    const on = areOn
      ? t(
          "While this page is out of sight: time to wrap up, time is up, the presenter's page, someone at the door.",
        )
      : "";
    writeOrHide(this.#note, refusal || on);
  }
}

/**
 * What is true now of what leaders are told. The moment of the newest message counts where this page's own estimate of the
 * server's clock is still a little behind it.
 *
 * @param {Pick<ConsoleState, "shared" | "now" | "alarms" | "presence">} state
 * @param {number} at ms of a steady clock
 * @returns {ReadonlySet<Kind>}
 */
export function standing({ shared, now, alarms, presence }, at) {
  const timer = timerState(shared, Math.max(now, shared.serverNow));
  const is = {
    wrap_up: timer === "wrap_up",
    over: timer === "over",
    presenter_lost: alarms.presenterLost(at) === "raised",
    at_the_door: shared.meeting.status !== "closed" && atTheDoor(presence).length > 0,
  };
  return new Set(KINDS.filter((kind) => is[kind]));
}

/** @param {Kind} kind */
function wordsOf(kind) {
  return {
    wrap_up: t("Time to wrap up"),
    over: t("Time is up, when you are ready"),
    presenter_lost: t("Please check the session page"),
    at_the_door: t("Someone is at the door"),
  }[kind];
}

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED_AS);
  } catch {
    return null;
  }
}
