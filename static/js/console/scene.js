/**
 * Everything one redraw needs, in one value: the server's facts, this page's own choices, and the moment.
 * Panels read it and nothing else, so what the page shows follows from what is known.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("./alarm_board.js").AlarmBoard} AlarmBoard
 * @typedef {import("./credit_needs.js").CreditFacts} CreditFacts
 * @typedef {import("./plan.js").Plan} Plan
 * @typedef {import("./questions.js").Question} Question
 * @typedef {import("./signal_board.js").Received} Received
 *
 * @typedef {object} Scene
 * @property {Snapshot} snapshot what this page shows: the server's, or a private copy while offline
 * @property {Snapshot} shared what everybody else shows, as far as is known
 * @property {boolean} alone a private copy is shown
 * @property {Snapshot | null} reunion a private copy that went another way, once the server is back
 * @property {Presence} presence
 * @property {Plan} plan
 * @property {CreditFacts} credit
 * @property {{id: string, name: string}} me
 * @property {Link} link
 * @property {number} now the server's
 * @property {number} wall this device's
 * @property {boolean} namesHidden
 * @property {boolean} coarse whole minutes instead of a running clock
 * @property {number | null} pausedSince
 * @property {number | null} previewing the position looked at
 * @property {Question | null} question
 * @property {string} note the answer to a press, while it stands
 * @property {AlarmBoard} alarms
 * @property {Received[]} signals
 * @property {ReadonlySet<string>} dismissed nudges
 * @property {Snapshot | null} lastRunning
 * @property {ReadonlyMap<string, string>} rowNotes by person
 */

import { t } from "../core/words.js";
import { personBy } from "./people_view.js";

/**
 * @param {Scene} scene
 * @param {string} person an id
 * @returns {string} never empty
 */
export function leaderName({ presence, namesHidden }, person) {
  return (namesHidden ? undefined : personBy(presence, person)?.name) ?? t("Other leader");
}
