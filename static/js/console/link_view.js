/**
 * How well this page is connected, in words. A stale figure always carries its age; a good connection says
 * nothing but its dot.
 *
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {{words: string, note: string, works: boolean}} LinkView `works`: commands can be sent
 */

import { t } from "../core/words.js";

/**
 * @param {Link} link
 * @param {number} wall this device's wall clock, as `since` is
 * @returns {LinkView}
 */
export function linkView({ state, since }, wall) {
  if (state === "connected") return { words: t("connected"), note: "", works: true };
  if (state === "slow") return { words: t("slow connection"), note: "", works: true };
  const age = ageText(Math.max(0, wall - since));
  return {
    words: t("not connected"),
    note: t("Not connected · last update {age} ago", { age }),
    works: false,
  };
}

/** @param {number} ms */
function ageText(ms) {
  const seconds = Math.floor(ms / 1000);
  return seconds < 60 ? t("{n} s", { n: seconds }) : t("{n} min", { n: Math.floor(seconds / 60) });
}
