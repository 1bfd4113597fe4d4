/**
 * The reader's own choice to see no clock. Down only: the group's setting is the most anybody sees. It stays
 * on this device, under a key that names nobody.
 */

const KEY = "balint-live.clock";

/** @returns {boolean} */
export function isTurnedDown() {
  try {
    return localStorage.getItem(KEY) === "hidden";
  } catch {
    return false;
  }
}

/** @param {boolean} turnedDown */
export function turnDown(turnedDown) {
  try {
    if (turnedDown) localStorage.setItem(KEY, "hidden");
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing forgets the choice with the page.
  }
}
