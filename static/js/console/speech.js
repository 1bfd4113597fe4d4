/**
 * Says what changed to leaders who listen. Fewer words beat complete ones: Zoom is talking at the same time.
 *
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/timer.js").TimerState} TimerState
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./signal_board.js").Received} Received
 */

import { alarm, announce } from "../components/announcer.js";
import { remainingAt, timerState } from "../core/timer.js";
import { t } from "../core/words.js";
import { creditSpoken } from "./credit_view.js";
import { clockFace, phaseName } from "./now_view.js";
import { leaderName } from "./scene.js";
import { changeSpoken, timerSpoken } from "./spoken.js";

export class Speech {
  #desk;
  /** @type {TimerState} */
  #timer;
  #alarmed = false;
  #lost = false;

  /** @param {Desk} desk */
  constructor(desk) {
    this.#desk = desk;
    this.#timer = timerState(desk.shared, desk.clock.now());
    desk.state.subscribe((after, before) => {
      if (before) this.#changed(before, after);
    });
  }

  /** @param {Scene} scene what has just been drawn */
  heed(scene) {
    const raised = scene.alarms.presenterLost(performance.now()) === "raised";
    if (raised && !this.#alarmed)
      alarm(t("The presenter's page has gone quiet. Look for them in Zoom, or call."));
    this.#alarmed = raised;
    this.#heedTimer(scene);
  }

  recordingStarted() {
    alarm(t("Zoom is recording. Stop it before anybody goes on."));
  }

  /** @param {Received} received */
  signal({ name, words }) {
    announce(this.#desk.namesHidden ? words : t("{name}: {words}", { name, words }));
  }

  /** @param {Link} link */
  link({ state }) {
    const lost = state === "reconnecting";
    if (lost && !this.#lost) announce(t("Not connected."));
    if (!lost && this.#lost) announce(t("Connected. Now: {phase}.", { phase: phaseName(this.#desk.shared) }));
    this.#lost = lost;
  }

  /** On the leader's own wish: the only time digits are spoken. */
  readTime() {
    const { snapshot, now, pausedSince, credit } = this.#desk.scene();
    const { digits, word } = clockFace(snapshot, now, { pausedSince, coarse: true });
    const time = t("{phase}: {time}, {word}.", { phase: phaseName(snapshot), time: digits, word });
    announce([time, creditSpoken(snapshot, credit, now)].join(" ").trim());
  }

  /**
   * @param {Snapshot} before
   * @param {Snapshot} after
   */
  #changed(before, after) {
    const scene = this.#desk.scene();
    const nameOf = (/** @type {string} */ id) => (id === this.#desk.me.id ? t("You") : leaderName(scene, id));
    const text = changeSpoken(before, after, nameOf);
    if (text) announce(text);
  }

  /** @param {Scene} scene */
  #heedTimer({ snapshot, now }) {
    const after = timerState(snapshot, now);
    const text = snapshot.clock ? timerSpoken(this.#timer, after, remainingAt(snapshot.clock, now)) : "";
    this.#timer = after;
    if (text) announce(text);
  }
}
