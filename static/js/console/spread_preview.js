/**
 * What "spread" would do, shown before the press. Mirrors the server's rule: only steps not yet begun give
 * time, in proportion to their length, in whole seconds, the remainder to the longest, none below half its
 * plan; what a step cannot give is asked of the others. The server computes the real thing on the press.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../core/types.js").Step} Step
 * @typedef {import("./plan.js").Plan} Plan
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
 *
 * @typedef {{position: number, length: number, spare: number}} Giver in whole seconds
 */

import { projectedEnd } from "../core/timer.js";

const KEPT_WHOLE = new Set(["pushback", "return", "interim_return", "last_word", "closing"]);
const SECOND = 1000;
const LEAST_LATE = 60 * SECOND;
const MOST_LATE = 15 * 60 * SECOND;

/**
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
