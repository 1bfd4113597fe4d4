/**
 * The session plan as the console asks about it: what comes next, what came before, what a step makes of the
 * presenter. A step is its position, never its phase: one phase may stand at several positions.
 *
 * The step list on the wire carries no presenter states and no planned lengths; the server renders both into
 * the page once, since a plan does not change while the session runs.
 *
 * @typedef {import("../core/types.js").Step} Step
 * @typedef {import("../core/types.js").PresenterState} PresenterState
 *
 * @typedef {object} PhaseText what a step says, as rendered into the page
 * @property {number} position
 * @property {string} name
 * @property {string} leaders
 * @property {string} participants
 * @property {string} presenter
 * @property {PresenterState} presenter_state
 * @property {number} planned ms, before anybody changed it
 */

export class Plan {
  /** @type {Map<number, PhaseText>} */
  #texts;

  /** @param {PhaseText[]} texts */
  constructor(texts) {
    this.#texts = new Map(texts.map((text) => [text.position, text]));
  }

  /**
   * @param {number} position
   * @returns {PhaseText | undefined}
   */
  text(position) {
    return this.#texts.get(position);
  }

  /**
   * @param {number | null} position
   * @returns {PresenterState}
   */
  presenterState(position) {
    return (position === null ? undefined : this.#texts.get(position)?.presenter_state) ?? "none";
  }

  /**
   * @param {Step} step
   * @returns {number} ms
   */
  planned(step) {
    return this.#texts.get(step.position)?.planned ?? step.length ?? 0;
  }

  /**
   * @param {number} after a position
   * @returns {number | null} the next position in which the presenter has returned
   */
  nextReturn(after) {
    const later = [...this.#texts.keys()].filter((position) => position > after).sort((a, b) => a - b);
    return later.find((position) => this.presenterState(position) === "returned") ?? null;
  }
}

/**
 * @param {PresenterState} state
 * @returns {boolean} out of view on Zoom, where nobody would see the presenter drop
 */
export function sitsBack(state) {
  return state === "moving_back" || state === "back";
}
