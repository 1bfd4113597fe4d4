/**
 * The plain lines in the place of the guidance, the reminders among them, and how well this page is connected.
 *
 * @typedef {import("../console_model.js").ConsoleState} ConsoleState
 * @typedef {import("../../core/types.js").Snapshot} Snapshot
 * @typedef {import("../../core/types.js").Link} Link
 * @typedef {{key: string, text: string}} Nudge `key` names the nudge within its step
 * @typedef {{words: string, note: string, works: boolean}} LinkView `works`: commands can be sent
 */

import { mark, part, show, within, write, writeOrHide } from "../../components/parts.js";
import { MINUTE, t, timeOfDay, tn } from "../../core/words.js";
import { phaseName } from "./current_phase.js";
import { leaderName } from "./leaders.js";

const KEEP_TIME_AFTER = 20_000;
const PAUSED_LONG = 3 * MINUTE;
const ZOOM_EVERY = 30_000;

/** The plain lines in the place of the guidance: each says one thing, in one sentence, and can be put away. */
export class NoticesPanel {
  #part;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#part = within(part("notices", page));
  }

  /** @param {ConsoleState} state */
  draw(state) {
    this.#drawOffline(state);
    this.#drawCopy(state);
    this.#drawLeaders(state);
    this.#drawNudge(state);
    show(this.#part("reminder-shown"), state.snapshot.reminder.showing);
  }

  /** @param {ConsoleState} state */
  #drawOffline({ link, wall, snapshot, showsCopy }) {
    const lost = link.state === "reconnecting";
    show(this.#part("offline"), lost && !showsCopy);
    write(this.#part("offline-words"), linkView(link, wall).note);
    show(this.#part("keep-time"), snapshot.position !== null && wall - link.since >= KEEP_TIME_AFTER);
  }

  /** @param {ConsoleState} state */
  #drawCopy({ showsCopy, divergedCopy, shared, link, wall }) {
    show(this.#part("copy"), showsCopy || divergedCopy !== null);
    show(this.#part("copy-move"), divergedCopy !== null);
    show(this.#part("copy-drop"), divergedCopy !== null);
    const phase = phaseName(shared);
    if (showsCopy)
      write(
        this.#part("copy-words"),
        t("{note}. Time is kept on this page only; the others still show {phase}.", {
          note: linkView(link, wall).note,
          phase,
        }),
      );
    if (!divergedCopy) return;
    write(
      this.#part("copy-words"),
      t("Everyone is in {phase}; your copy is at {copy}. Move everyone there?", {
        phase,
        copy: phaseName(divergedCopy),
      }),
    );
    mark(this.#part("copy-move"), "data-position", String(divergedCopy.position));
  }

  /** @param {ConsoleState} state */
  #drawLeaders(state) {
    const [lost] = state.alarms.leadersLost;
    show(this.#part("leader-lost"), lost !== undefined);
    if (lost !== undefined)
      write(
        this.#part("leader-lost"),
        t("{name}'s page lost connection. You have everything.", { name: leaderName(state, lost) }),
      );
  }

  /** @param {ConsoleState} state */
  #drawNudge({ snapshot, now, pausedSince, dismissed, link }) {
    const due = link.state === "reconnecting" ? null : nudge(snapshot, now, pausedSince, dismissed);
    show(this.#part("nudge"), due !== null);
    mark(this.#part("nudge"), "data-key", due?.key ?? null);
    if (due) write(this.#part("nudge-words"), due.text);
  }
}

/**
 * The most pressing of the few things leaders forget, as one quiet line: never two at once, each dismissed once per
 * step. A nudge acts on nothing; the button it speaks of is on the page already.
 *
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {number | null} pausedSince
 * @param {ReadonlySet<string>} dismissed keys
 * @returns {Nudge | null}
 */
export function nudge(snapshot, now, pausedSince, dismissed) {
  const due = [notStarted(snapshot, now), stillPaused(snapshot, now, pausedSince), nobodyMarked(snapshot)];
  return due.find((one) => one !== null && !dismissed.has(one.key)) ?? null;
}

/**
 * How well this page is connected, in words. A stale figure always carries its age; a good connection says
 * nothing but its dot.
 *
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

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @returns {Nudge | null}
 */
function notStarted({ meeting }, now) {
  if (meeting.status !== "gathering" || now < meeting.scheduledStart + MINUTE) return null;
  return { key: "start", text: t("It is {time}. Start the session?", { time: timeOfDay(now) }) };
}

/**
 * @param {Snapshot} snapshot
 * @param {number} now
 * @param {number | null} pausedSince
 * @returns {Nudge | null}
 */
function stillPaused({ position }, now, pausedSince) {
  if (pausedSince === null || now - pausedSince < PAUSED_LONG) return null;
  const minutes = Math.floor((now - pausedSince) / MINUTE);
  return {
    key: `paused@${position}`,
    text: tn("Paused for {n} minute. Resume?", "Paused for {n} minutes. Resume?", minutes),
  };
}

/**
 * @param {Snapshot} snapshot
 * @returns {Nudge | null}
 */
function nobodyMarked({ presenterState, presenter, position }) {
  if (presenterState !== "presenting" || presenter) return null;
  return {
    key: `nobody@${position}`,
    text: t("Nobody is marked as presenter. Mark them in the list of people."),
  };
}

/** @param {number} ms */
function ageText(ms) {
  const seconds = Math.floor(ms / 1000);
  return seconds < 60 ? t("{n} s", { n: seconds }) : t("{n} min", { n: Math.floor(seconds / 60) });
}

/**
 * One calm line while a setting in Zoom is not as it should be. What Zoom says may reach another process than this page's, so
 * the page asks now and then, where the session has a Zoom meeting of its own.
 *
 * @param {HTMLElement} line
 */
export function watchZoom(line) {
  if (line.dataset.zoom) setInterval(lookAtZoom, ZOOM_EVERY, line);
}

/**
 * @param {HTMLElement} line
 * @param {(address: string) => Promise<Pick<Response, "ok" | "json">>} [ask]
 */
export async function lookAtZoom(line, ask = (address) => fetch(address)) {
  try {
    const answer = await ask(line.dataset.zoom ?? "");
    if (answer.ok) writeOrHide(line, (await answer.json()).words);
  } catch {
    // Not connected, which the page says elsewhere; the line stays as it was.
  }
}
