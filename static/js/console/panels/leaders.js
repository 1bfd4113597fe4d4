/**
 * The other leaders, in words.
 *
 * @typedef {import("../console_model.js").ConsoleState} ConsoleState
 * @typedef {import("../../core/types.js").Person} Person
 * @typedef {import("../../core/types.js").Presence} Presence
 */

import { t } from "../../core/words.js";
import { leadersBeside, personBy, stateWords } from "./people.js";

/**
 * How the other leaders stand.
 *
 * @param {Presence} presence
 * @param {string} me
 * @param {boolean} namesHidden
 */
export function leadersText(presence, me, namesHidden) {
  const others = leadersBeside(presence, me);
  const away = others.filter((person) => person.state !== "here");
  if (others.length === 0) return t("you lead alone");
  if (away.length === 0)
    return others.length === 1 ? t("both leaders here") : t("all {n} leaders here", { n: others.length + 1 });
  if (namesHidden && others.length > 1)
    return t("{here} of {n} leaders here", { here: others.length + 1 - away.length, n: others.length + 1 });
  return away
    .map(({ name, state }) =>
      t("{name} {state}", { name: namesHidden ? t("other leader") : name, state: stateWords(state) }),
    )
    .join(", ");
}

/**
 * The other leader, where exactly one has the page open: then an act that was not this page's was theirs.
 *
 * @param {Presence} presence
 * @param {string} me
 * @returns {Person | undefined}
 */
export function onlyOtherLeaderHere(presence, me) {
  const here = leadersBeside(presence, me).filter(({ state }) => state === "here");
  return here.length === 1 ? here[0] : undefined;
}

/**
 * A leader's name as it may be shown.
 *
 * @param {ConsoleState} state
 * @param {string} person an id
 * @returns {string} never empty
 */
export function leaderName({ presence, namesHidden }, person) {
  return (namesHidden ? undefined : personBy(presence, person)?.name) ?? t("Another leader");
}
