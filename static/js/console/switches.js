/**
 * A leader's own switches in Help. That single keys are off is remembered on this device, because whoever
 * switches them off needs them off; whole minutes hold for this page.
 *
 * @typedef {{onCoarse: (coarse: boolean) => void}} Effects
 */

const REMEMBERED_AS = "balint-live.single-keys";

export class Switches {
  keys = true;

  /**
   * @param {ParentNode} page
   * @param {Effects} effects
   */
  constructor(page, { onCoarse }) {
    this.keys = remembered() !== "off";
    const keys = page.querySelector('[data-switch="keys"]');
    if (keys instanceof HTMLInputElement) {
      keys.checked = this.keys;
      keys.addEventListener("change", () => this.#switchKeys(keys.checked));
    }
    const coarse = page.querySelector('[data-switch="coarse"]');
    if (coarse instanceof HTMLInputElement) coarse.addEventListener("change", () => onCoarse(coarse.checked));
  }

  /** @param {boolean} on */
  #switchKeys(on) {
    this.keys = on;
    try {
      localStorage.setItem(REMEMBERED_AS, on ? "on" : "off");
    } catch {
      // A browser that keeps nothing: the switch then holds for this page.
    }
  }
}

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED_AS);
  } catch {
    return null;
  }
}
