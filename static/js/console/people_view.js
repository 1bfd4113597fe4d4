/**
 * The list of people in words. A page that has gone quiet is a fact; that a person has left would be a guess.
 * With names hidden only the counts remain.
 *
 * @typedef {import("../core/types.js").Person} Person
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 *
 * @typedef {object} Row
 * @property {string} id
 * @property {string} name
 * @property {string} words
 * @property {Person["state"]} state
 * @property {boolean} presenter
 */

import { t } from "../core/words.js";

/**
 * @param {Presence} presence
 * @param {string | null} presenter as the snapshot has it, which is never late
 * @returns {Row[]} in the order the server gave, which is fixed
 */
export function rows(presence, presenter) {
  return members(presence).map((person) => ({
    id: person.id,
    name: person.name,
    words: rowWords(person, person.id === presenter),
    state: person.state,
    presenter: person.id === presenter,
  }));
}

/** @param {Presence} presence */
export function countText(presence) {
  return t("{here} of {all}", { here: presence.here, all: members(presence).length });
}

/**
 * @param {Presence} presence
 * @returns {string} for the gathering: who is here, measured by the quorum
 */
export function quorumText(presence) {
  return t("{here} of {all} here, {quorum} needed", {
    here: presence.here,
    all: members(presence).length,
    quorum: presence.quorum,
  });
}

/**
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
  const name = namesHidden ? t("other leader") : away.map((person) => person.name).join(", ");
  return t("{name} {state}", { name, state: stateWords(/** @type {Person} */ (away[0]).state) });
}

/**
 * @param {Presence} presence
 * @param {string} me
 */
export function signalsTitle(presence, me) {
  const others = leadersBeside(presence, me);
  const [only] = others;
  return others.length === 1 && only
    ? t("Signals to {name}", { name: only.name })
    : t("Signals to the other leaders");
}

/**
 * @param {Presence} presence
 * @param {string} id
 * @returns {Person | undefined}
 */
export function personBy(presence, id) {
  return presence.people.find((person) => person.id === id);
}

/** @param {Presence} presence */
export function members(presence) {
  return presence.people.filter((person) => person.role !== "leader");
}

/**
 * @param {Snapshot} snapshot
 * @returns {boolean} the roll is confirmed once after the opening, which is every plan's first step
 */
export function afterTheOpening({ position }) {
  return position !== null && position > 1;
}

/**
 * @param {Presence} presence
 * @param {string} me
 */
function leadersBeside(presence, me) {
  return presence.people.filter((person) => person.role === "leader" && person.id !== me);
}

/**
 * @param {Person} person
 * @param {boolean} presents
 */
function rowWords(person, presents) {
  const words = [stateWords(person.state)];
  if (person.role === "observer") words.push(t("outer circle"));
  if (person.acknowledged) words.push(t("agreed"));
  else if (person.state === "here") words.push(t("agreement open"));
  if (presents) words.push(t("presenter"));
  return words.join(" · ");
}

/** @param {Person["state"]} state */
export function stateWords(state) {
  return {
    expected: t("not here yet"),
    here: t("here"),
    reconnecting: t("reconnecting"),
    gone: t("gone quiet"),
  }[state];
}
