/**
 * What "spread" would do, shown before the press. Mirrors the server's rule: only steps not yet begun give
 * time, in proportion to their length, in whole seconds, the remainder to the longest, none below half its
 * plan; what a step cannot give is asked of the others. The server computes the real thing on the press.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/types.js").Step} Step
 * @typedef {import("./panels/phases.js").Plan} Plan
 *
 * @typedef {object} Change
 * @property {number} position
 * @property {string} name
 * @property {number} from ms
 * @property {number} to ms
 *
 * @typedef {object} SpreadPreview
 * @property {number} wanted ms late, rounded up to whole seconds
 * @property {number} given ms that can be absorbed
 * @property {Change[]} changes the steps that become shorter, in order
 * @typedef {{position: number, length: number, spare: number}} Giver in whole seconds
 * @typedef {{line: string, button: string | null}} SpreadWords
 */

import { projectedEnd } from "../core/timer.js";
import { clockText, MINUTE, SECOND, t, timeOfDay, tn } from "../core/words.js";

const KEPT_WHOLE = new Set(["pushback", "return", "interim_return", "last_word", "closing"]);
const LEAST_LATE = 60 * SECOND;
const MOST_LATE = 15 * 60 * SECOND;
const NAMED = 2;

/**
 * The spread that is offered now.
 *
 * @param {Snapshot} snapshot
 * @param {Plan} plan
 * @param {number} now
 * @returns {SpreadPreview | null} null where it is not offered: under a minute would fidget, and beyond
 *   fifteen the plan was left on purpose
 */
export function offeredSpread(snapshot, plan, now) {
  const end = projectedEnd(snapshot, now);
  if (end === null) return null;
  const late = end - snapshot.meeting.scheduledEnd;
  return late < LEAST_LATE || late > MOST_LATE ? null : spreadPreview(snapshot, plan, late);
}

/**
 * What spreading so much time would do.
 *
 * @param {Snapshot} snapshot
 * @param {Plan} plan
 * @param {number} late ms
 * @returns {SpreadPreview}
 */
export function spreadPreview(snapshot, plan, late) {
  const givers = snapshot.steps.filter((step) => mayGive(snapshot, step)).map((step) => giver(step, plan));
  const wanted = Math.ceil(Math.max(0, late) / SECOND);
  const given = shares(givers, wanted);
  return {
    wanted: wanted * SECOND,
    given: sum([...given.values()]) * SECOND,
    changes: snapshot.steps.flatMap((step) => changeOf(step, given.get(step.position) ?? 0)),
  };
}

/**
 * The spread as a sentence and a button: the result stands there before the press, and what cannot be
 * absorbed is said.
 *
 * @param {Snapshot} snapshot
 * @param {SpreadPreview} preview
 * @returns {SpreadWords | null} null when there is nothing to say: the last step is running
 */
export function spreadWords(snapshot, preview) {
  if (snapshot.position === snapshot.steps.length) return null;
  if (preview.given === 0) return { line: keptLine(snapshot, preview), button: null };
  return {
    line: t("{changes}. {result}", {
      changes: changesText(preview.changes),
      result: resultText(snapshot, preview),
    }),
    button: tn("Shorten the rest by {n} min", "Shorten the rest by {n} min", wholeMinutes(preview.given)),
  };
}

/**
 * A length in minutes.
 *
 * @param {number} ms
 * @returns {string} "24", or "18:20" where it is not whole wholeMinutes
 */
export function lengthText(ms) {
  return ms % MINUTE === 0 ? String(ms / MINUTE) : clockText(ms);
}

/**
 * @param {Snapshot} snapshot
 * @param {Step} step
 */
function mayGive(snapshot, step) {
  return (
    snapshot.position !== null &&
    step.position > snapshot.position &&
    !step.spent &&
    !KEPT_WHOLE.has(step.phase)
  );
}

/**
 * @param {Step} step
 * @param {Plan} plan
 * @returns {Giver}
 */
function giver(step, plan) {
  const length = step.length ?? 0;
  const spare = Math.max(0, Math.floor((length - plan.planned(step) / 2) / SECOND));
  return { position: step.position, length: Math.floor(length / SECOND), spare };
}

/**
 * @param {Giver[]} givers
 * @param {number} asked seconds
 * @returns {Map<number, number>} seconds each position gives
 */
function shares(givers, asked) {
  const given = new Map(givers.map(({ position }) => [position, 0]));
  let wanted = Math.min(asked, sum(givers.map(({ spare }) => spare)));
  while (wanted > 0) {
    const open = givers.filter(({ position, spare }) => (given.get(position) ?? 0) < spare);
    for (const [one, share] of proportional(open, wanted)) {
      const before = given.get(one.position) ?? 0;
      const taken = Math.min(share, one.spare - before);
      given.set(one.position, before + taken);
      wanted -= taken;
    }
  }
  return given;
}

/**
 * @param {Giver[]} open
 * @param {number} wanted
 * @returns {Map<Giver, number>}
 */
function proportional(open, wanted) {
  const total = sum(open.map(({ length }) => length));
  const parts = new Map(open.map((one) => [one, Math.floor((wanted * one.length) / total)]));
  const longest = open.reduce((best, one) => (one.length > best.length ? one : best));
  parts.set(longest, (parts.get(longest) ?? 0) + wanted - sum([...parts.values()]));
  return parts;
}

/**
 * @param {Step} step
 * @param {number} seconds
 * @returns {Change[]}
 */
function changeOf(step, seconds) {
  if (seconds === 0) return [];
  const from = step.length ?? 0;
  return [{ position: step.position, name: step.name, from, to: from - seconds * SECOND }];
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/** @param {Change[]} changes */
function changesText(changes) {
  const named = changes
    .slice(0, changes.length > NAMED + 1 ? NAMED : NAMED + 1)
    .map(changeText)
    .join(", ");
  const others = changes.length > NAMED + 1 ? changes.length - NAMED : 0;
  return others
    ? tn("{named} and {n} more phases", "{named} and {n} more phases", others).replace("{named}", named)
    : named;
}

/** @param {Change} change */
function changeText({ name, from, to }) {
  return t("{phase} {from} → {to}", { phase: name, from: lengthText(from), to: lengthText(to) });
}

/**
 * @param {Snapshot} snapshot
 * @param {SpreadPreview} preview
 */
function resultText(snapshot, { wanted, given }) {
  const still = wholeMinutes(wanted - given);
  if (still === 0) return t("Ends {time}", { time: timeOfDay(snapshot.meeting.scheduledEnd) });
  return t("Makes up {given} of {wanted}. Ends {late} late", {
    given: wholeMinutes(wanted) - still,
    wanted: wholeMinutes(wanted),
    late: still,
  });
}

/**
 * @param {Snapshot} snapshot
 * @param {SpreadPreview} preview
 */
function keptLine(snapshot, { wanted }) {
  const time = timeOfDay(snapshot.meeting.scheduledEnd + wanted);
  const returns = snapshot.steps.some(
    (step) => step.position > (snapshot.position ?? 0) && step.phase === "return",
  );
  return returns
    ? t("Return and closing are kept. Ends {time}.", { time })
    : t("What is left is kept whole. Ends {time}.", { time });
}

/** @param {number} ms */
function wholeMinutes(ms) {
  return Math.round(ms / MINUTE);
}
