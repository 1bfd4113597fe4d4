/**
 * The two questions the page asks before it sends a move. Both stand where the button was, neither is ever
 * asked by the server: below quorum the leaders decide, and a presenter left sitting back cannot be brought
 * back once people have gone.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("./plan.js").Plan} Plan
 *
 * @typedef {object} Question
 * @property {"quorum" | "presenter"} kind
 * @property {string} text
 * @property {{label: string, type: string, position?: number}[]} choices type "" puts the question away
 */

import { stepAt } from "../core/timer.js";
import { t } from "../core/words.js";
import { sitsBack } from "./plan.js";

/**
 * @param {{type: string, position?: number}} move
 * @param {{snapshot: Snapshot, presence: Presence, plan: Plan}} page
 * @returns {Question | null} null when the move can be sent as it is
 */
export function questionBefore(move, { snapshot, presence, plan }) {
  if (move.type === "meeting.open") return belowQuorum(presence);
  const target = targetOf(move, snapshot);
  return target !== null && leavesBehind(snapshot, target, plan)
    ? presenterFirst(move, snapshot, plan)
    : null;
}

/**
 * @param {{type: string, position?: number}} move
 * @param {Snapshot} snapshot
 * @returns {number | null}
 */
function targetOf({ type, position }, snapshot) {
  if (type === "phase.next") return stepAt(snapshot, 1)?.position ?? null;
  if (type === "phase.back") return stepAt(snapshot, -1)?.position ?? null;
  return type === "phase.goto" ? (position ?? null) : null;
}

/**
 * @param {Snapshot} snapshot
 * @param {number} target
 * @param {Plan} plan
 */
function leavesBehind(snapshot, target, plan) {
  return sitsBack(snapshot.presenterState) && ["none", "in_circle"].includes(plan.presenterState(target));
}

/**
 * @param {{type: string, position?: number}} move
 * @param {Snapshot} snapshot
 * @param {Plan} plan
 * @returns {Question | null}
 */
function presenterFirst(move, snapshot, plan) {
  const position = plan.nextReturn(snapshot.position ?? 0);
  const bringBack = position === null ? [] : [{ label: t("Bring them back"), type: "phase.goto", position }];
  return {
    kind: "presenter",
    text: t("Bring the presenter back first?"),
    choices: [...bringBack, { label: t("Go on"), ...move }],
  };
}

/**
 * @param {Presence} presence
 * @returns {Question | null}
 */
function belowQuorum({ here, quorum }) {
  if (here >= quorum) return null;
  return {
    kind: "quorum",
    text: t("{here} of {quorum} needed are here. Start anyway?", { here, quorum }),
    choices: [
      { label: t("Start"), type: "meeting.open" },
      { label: t("Wait"), type: "" },
    ],
  };
}
