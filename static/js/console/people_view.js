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

/** More would hold up the page at every change; web/shared/context.py draws by the same rule. */
export const MOST_ROWS = 200;

/** @type {Record<string, string>} */
const TYPED_AS = { ø: "o", ł: "l", đ: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe", ð: "d", þ: "th" };

/** @type {Person["state"][]} */
const BY_RELEVANCE = ["here", "reconnecting", "gone", "expected"];

/**
 * @param {Presence} presence
 * @param {string | null} presenter as the snapshot has it, which is never late
 * @param {{sought?: string, kept?: ReadonlySet<string>}} [page] `sought`: what was typed to find somebody by;
 *   `kept`: whose row is in use, and so stays
 * @returns {Row[]} in the order the server gave, which is fixed; of very many those who matter most now
 */
export function rows(presence, presenter, { sought = "", kept = new Set() } = {}) {
  const words = folded(sought);
  const found = members(presence).filter(({ name }) => folded(name).includes(words));
  return mostRelevant(found, presenter, kept).map((person) => ({
    id: person.id,
    name: person.name,
    words: rowWords(person, person.id === presenter),
    state: person.state,
    presenter: person.id === presenter,
  }));
}

/**
 * @param {Presence} presence
 * @returns {Presence} people of the same name with what tells them apart, as leaders read them everywhere
 */
export function toldApart(presence) {
  /** @param {Person} person */
  const named = (person) =>
    person.beside ? { ...person, name: `${person.name} (${person.beside})` } : person;
  return { ...presence, people: presence.people.map(named) };
}

/**
 * @param {Presence} presence
 * @returns {boolean} whether people have to be sought
 */
export function areMany(presence) {
  return members(presence).length > MOST_ROWS;
}

/**
 * @param {Presence} presence
 * @param {number} drawn how many rows stand in the list
 * @param {string} sought
 */
export function drawnText(presence, drawn, sought) {
  if (drawn === 0) return t("Nobody of that name.");
  const all = members(presence).length;
  return folded(sought) === ""
    ? t("{drawn} of {all} are listed: whoever is here, then by name.", { drawn, all })
    : t("{drawn} of {all} are listed.", { drawn, all });
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
 * @param {Person[]} people
 * @param {string | null} presenter
 * @param {ReadonlySet<string>} kept
 */
function mostRelevant(people, presenter, kept) {
  if (people.length <= MOST_ROWS) return people;
  /** @param {Person} person */
  const rank = ({ id, state }) => (id === presenter || kept.has(id) ? -1 : BY_RELEVANCE.indexOf(state));
  const chosen = new Set([...people].sort((one, other) => rank(one) - rank(other)).slice(0, MOST_ROWS));
  return people.filter((person) => chosen.has(person));
}

/**
 * @param {string} text
 * @returns {string} without capitals, accents, strokes and apostrophes, which nobody types to find somebody
 */
function folded(text) {
  const bare = text
    .normalize("NFKD")
    .replace(/[\p{M}\p{P}]/gu, "")
    .toLowerCase();
  return bare.replace(/[øłđıßæœðþ]/g, (letter) => TYPED_AS[letter] ?? letter).trim();
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
