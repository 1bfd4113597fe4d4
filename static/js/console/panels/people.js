/**
 * The list of people, and who they are in words. A page that has gone quiet is a fact; that a person has left would be
 * a guess. With names hidden only the counts remain.
 *
 * @typedef {import("../console_model.js").ConsoleState} ConsoleState
 * @typedef {import("../../core/types.js").Person} Person
 * @typedef {import("../../core/types.js").Presence} Presence
 * @typedef {import("../../core/types.js").Snapshot} Snapshot
 *
 * @typedef {object} Row
 * @property {string} id
 * @property {string} name
 * @property {string} words
 * @property {Person["state"]} state
 * @property {boolean} presenter
 */

import { mark, part, parts, show, write } from "../../components/parts.js";
import { stepAt } from "../../core/timer.js";
import { t } from "../../core/words.js";

/** More would hold up the page at every change; web/shared/context.py draws by the same rule. */
const MOST_ROWS = 200;

/** Of more people, those who are not here yet are folded away (in a crowd one is sought by name); so in people.html. */
const MOST_UNFOLDED = 12;

/** @type {Record<string, string>} */
const TYPED_AS = { ø: "o", ł: "l", đ: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe", ð: "d", þ: "th" };

/** @type {Person["state"][]} */
const BY_RELEVANCE = ["at_the_door", "here", "reconnecting", "gone", "expected"];

/**
 * Draws the list of people. Rows stand in the server's order and are changed in place; a press on a row opens what
 * can be done for that person, one row at a time. While a presenter is looked for, each row offers it at once.
 * Of very many people only some have a row; the others are found by typing.
 */
export class PeoplePanel {
  #root;
  #list;
  #pattern;
  #search;
  #sought;
  /** @type {Map<string, HTMLElement>} by person */
  #rows = new Map();
  /** @type {string | null} */
  #open = null;
  #fold;
  #folded = true;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#root = part("people", page);
    this.#fold = part("fold", page);
    this.#list = part("roster-rows", page);
    this.#pattern = /** @type {HTMLTemplateElement} */ (part("person-template", page));
    this.#search = part("people-search", page);
    this.#sought = /** @type {HTMLInputElement} */ (part("people-sought", page));
    for (const row of this.#list.children) {
      if (row instanceof HTMLElement) this.#rows.set(row.dataset.person ?? "", row);
    }
  }

  /** @param {() => void} listener hears of every change of what is sought */
  onSearch(listener) {
    this.#sought.addEventListener("input", listener);
  }

  /** @param {string} person */
  toggle(person) {
    this.#open = this.#open === person ? null : person;
  }

  /** Unfolds those who are not here yet, or folds them away again. */
  toggleFold() {
    this.#folded = !this.#folded;
  }

  /** @param {ConsoleState} state */
  draw(state) {
    const { presence, snapshot, namesHidden } = state;
    for (const count of parts("people-count", this.#root)) write(count, countText(presence));
    for (const title of parts("signals-title", this.#root)) {
      write(title, namesHidden ? t("Signals to the other leaders") : signalsTitle(presence, state.me.id));
    }
    for (const link of parts("roll-link", this.#root)) show(link, afterTheOpening(snapshot));
    show(part("names-hidden", this.#root), namesHidden);
    show(this.#list, !namesHidden);
    this.#drawRows(state, choosing(snapshot));
    this.#drawFold(state);
    this.#drawOrder(snapshot);
  }

  /** @param {ConsoleState} state */
  #drawFold({ presence, namesHidden }) {
    const away = members(presence).filter(({ state }) => state === "expected").length;
    const isLong = members(presence).length > MOST_UNFOLDED && !areMany(presence);
    const folds = isLong && away > 0 && !namesHidden;
    show(this.#fold, folds);
    mark(this.#fold, "aria-expanded", String(!this.#folded));
    write(this.#fold, this.#folded ? t("Not here yet ({n})", { n: away }) : t("Only those who are here"));
    mark(this.#list, "data-folded", folds && this.#folded ? "true" : null);
  }

  /**
   * Who is here stands first while the group gathers, and after the signals once it runs. The signals move, once, and
   * not while somebody is in them.
   *
   * @param {Snapshot} snapshot
   */
  #drawOrder({ position }) {
    const [signals, roster] = [part("signals", this.#root), part("roster", this.#root)];
    const first = position === null ? roster : signals;
    const second = position === null ? signals : roster;
    const inOrder = first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (inOrder || signals.contains(document.activeElement)) return;
    if (position === null) roster.after(signals);
    else roster.before(signals);
  }

  /**
   * @param {ConsoleState} state
   * @param {boolean} quick
   */
  #drawRows(state, quick) {
    const { presence, snapshot, namesHidden } = state;
    const many = areMany(presence);
    const sought = many ? this.#sought.value : "";
    const drawn = rows(presence, snapshot.presenter ?? null, { sought, kept: this.#inUse() });
    show(this.#search, many && !namesHidden);
    if (many) write(part("people-shown", this.#search), drawnText(presence, drawn.length, sought));
    this.#takeAway(new Set(drawn.map(({ id }) => id)));
    drawn.forEach((row, index) => this.#drawRow(row, index, quick, state));
  }

  /** @returns {Set<string>} whose row is open or has the focus */
  #inUse() {
    const focused = document.activeElement?.closest("[data-person]")?.getAttribute("data-person");
    return new Set([this.#open, focused].filter((each) => typeof each === "string"));
  }

  /** @param {ReadonlySet<string>} drawn who has a row from now on */
  #takeAway(drawn) {
    for (const [person, row] of this.#rows) {
      if (drawn.has(person)) continue;
      row.remove();
      this.#rows.delete(person);
    }
  }

  /**
   * @param {Row} row
   * @param {number} index
   * @param {boolean} quick
   * @param {ConsoleState} state
   */
  #drawRow(row, index, quick, { rowNotes, snapshot }) {
    const element = this.#rowAt(row.id, index);
    mark(element, "data-state", row.state);
    mark(element, "data-presents", String(row.presenter));
    write(part("person-name", element), row.name);
    write(part("person-words", element), row.words);
    write(part("person-quick-name", element), t("Presenter: mark {name}", { name: row.name }));
    show(part("person-quick", element), quick && row.state === "here");
    const open = this.#open === row.id;
    mark(element, "data-kept", open || row.presenter ? "true" : null);
    mark(part("person-toggle", element), "aria-expanded", String(open));
    show(part("person-acts", element), open);
    show(part("person-mark", element), !row.presenter && snapshot.position !== null);
    show(part("person-clear", element), row.presenter);
    write(part("person-note", element), rowNotes.get(row.id) ?? "");
  }

  /**
   * @param {string} person
   * @param {number} index
   * @returns {HTMLElement}
   */
  #rowAt(person, index) {
    const found = this.#rows.get(person);
    if (found) return found;
    const row = /** @type {HTMLElement} */ (this.#pattern.content.firstElementChild?.cloneNode(true));
    mark(row, "data-person", person);
    this.#rows.set(person, row);
    this.#list.insertBefore(row, this.#list.children[index] ?? null);
    return row;
  }
}

/**
 * The rows of the list.
 *
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
 * The list with everybody's name as leaders read it.
 *
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
 * Whether not everybody has a row.
 *
 * @param {Presence} presence
 * @returns {boolean} whether people have to be sought
 */
export function areMany(presence) {
  return members(presence).length > MOST_ROWS;
}

/**
 * How many of all are listed.
 *
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

/**
 * How many of all are here.
 *
 * @param {Presence} presence
 */
export function countText(presence) {
  return t("{here} of {all}", { here: presence.here, all: members(presence).length });
}

/**
 * How many are here, measured by the quorum.
 *
 * @param {Presence} presence
 * @returns {string} for the gathering: who is here, measured by the quorum
 */
export function quorumText(presence) {
  const all = members(presence);
  const expected = all.filter(({ cannotCome }) => !cannotCome).length;
  const figures = { here: presence.here, all: all.length, expected, quorum: presence.quorum };
  return expected === all.length
    ? t("{here} of {all} here, {quorum} needed", figures)
    : t("{here} of {all} here, {expected} expected, {quorum} needed", figures);
}

/**
 * The heading of the signals to other leaders.
 *
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
 * The person with this id.
 *
 * @param {Presence} presence
 * @param {string} id
 * @returns {Person | undefined}
 */
export function personBy(presence, id) {
  return presence.people.find((person) => person.id === id);
}

/**
 * Everybody but the leaders.
 *
 * @param {Presence} presence
 */
export function members(presence) {
  return presence.people.filter((person) => person.role !== "leader");
}

/**
 * Whether the roll can be confirmed.
 *
 * @param {Snapshot} snapshot
 * @returns {boolean} the roll is confirmed once after the opening, which is every plan's first step
 */
export function afterTheOpening({ position }) {
  return position !== null && position > 1;
}

/**
 * Whether a presenter is looked for.
 *
 * @param {Snapshot} snapshot
 * @returns {boolean} somebody should be marked now, so each row offers it by one press
 */
export function choosing(snapshot) {
  if (snapshot.presenter || snapshot.position === null) return false;
  const phase = stepAt(snapshot)?.phase;
  return (
    phase === "case_call" ||
    phase === "case_choice" ||
    ["presenting", "answering", "moving_back", "back"].includes(snapshot.presenterState)
  );
}

/**
 * How somebody's page stands, in words.
 *
 * @param {Person["state"]} state
 */
export function stateWords(state) {
  return {
    expected: t("not here yet"),
    here: t("here"),
    reconnecting: t("reconnecting"),
    gone: t("gone quiet"),
    at_the_door: t("at the door"),
  }[state];
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
 * The other leaders.
 *
 * @param {Presence} presence
 * @param {string} me
 */
export function leadersBeside(presence, me) {
  return presence.people.filter((person) => person.role === "leader" && person.id !== me);
}

/**
 * @param {Person} person
 * @param {boolean} presents
 */
function rowWords(person, presents) {
  const left = person.state === "expected" && person.acknowledged;
  const words = [
    left ? t("agreed, page closed") : person.cannotCome ? t("can't come") : stateWords(person.state),
  ];
  if (person.role === "observer") words.push(t("outer circle"));
  if (person.acknowledged && !left) words.push(t("agreed"));
  else if (person.state === "here") words.push(t("agreement open"));
  if (presents) words.push(t("presenter"));
  return words.join(" · ");
}
