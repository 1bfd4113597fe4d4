/**
 * "Keep time here only": while the server is out of reach a leader can step a copy of the session on this
 * page. It is a snapshot like any other, so the page draws it with the same words; it is never sent, and the
 * server's state wins the moment it is back.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/types.js").Clock} Clock
 * @typedef {import("./plan.js").Plan} Plan
 */

import { spentAt } from "../core/timer.js";

export class PrivateCopy {
  #snapshot;
  #plan;

  /**
   * @param {Snapshot} snapshot the last one the server sent
   * @param {Plan} plan
   */
  constructor(snapshot, plan) {
    this.#snapshot = { ...snapshot, lastMove: null };
    this.#plan = plan;
  }

  get snapshot() {
    return this.#snapshot;
  }

  /**
   * @param {string} type a command's
   * @param {{seconds?: number, position?: number}} fields
   * @param {number} now
   * @returns {boolean} whether it means anything without the others
   */
  apply(type, { seconds = 0, position = 0 }, now) {
    const { clock, position: at } = this.#snapshot;
    if (!clock || at === null) return false;
    switch (type) {
      case "phase.next":
        return this.#goTo(at + 1, now);
      case "phase.back":
        return this.#goTo(at - 1, now);
      case "phase.goto":
        return this.#goTo(position, now);
      case "timer.pause":
        return this.#with({ ...clock, spent: spentAt(clock, now), runningSince: null });
      case "timer.resume":
        return this.#with({ ...clock, runningSince: clock.runningSince ?? now });
      case "timer.adjust":
        return this.#with({ ...clock, length: Math.max(0, clock.length + seconds * 1000) });
      default:
        return false;
    }
  }

  /**
   * @param {number} position
   * @param {number} now
   */
  #goTo(position, now) {
    const { clock, position: left, steps } = this.#snapshot;
    const target = steps.find((step) => step.position === position);
    if (!target || !clock) return false;
    const spent = spentAt(clock, now);
    this.#snapshot = {
      ...this.#snapshot,
      position,
      steps: steps.map((step) => (step.position === left ? { ...step, length: clock.length, spent } : step)),
      clock: { length: target.length ?? 0, spent: target.spent ?? 0, runningSince: now },
      guidance: this.#plan.text(position)?.leaders ?? "",
      presenterState: this.#plan.presenterState(position),
    };
    return true;
  }

  /** @param {Clock} clock */
  #with(clock) {
    this.#snapshot = { ...this.#snapshot, clock };
    return true;
  }
}
