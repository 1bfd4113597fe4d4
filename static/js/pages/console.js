/**
 * The leaders' console. The server has drawn the first state; from here on messages and the clock change it in
 * place. All rules are in console/, this file only joins them.
 *
 * @typedef {import("../core/types.js").Alarm} Alarm
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("../core/types.js").SignalMessage} SignalMessage
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../console/plan.js").PhaseText} PhaseText
 * @typedef {import("../console/credit_needs.js").CreditFacts} CreditFacts
 * @typedef {{presence: Presence, plan: PhaseText[], me: {id: string, name: string}, gathering: string,
 *   credit: CreditFacts}} PageFacts
 */

import { SettledLink } from "../components/connection.js";
import { embedded } from "../components/parts.js";
import { crossFade } from "../components/redraw.js";
import { Desk } from "../console/desk.js";
import { watchKeys } from "../console/keyboard.js";
import { watchMenus } from "../console/overlays.js";
import { leavePreview, pageActs } from "../console/page_acts.js";
import { Plan } from "../console/plan.js";
import { PressDesk } from "../console/press_desk.js";
import { watchPresses } from "../console/presses.js";
import { Screen } from "../console/screen.js";
import { Speech } from "../console/speech.js";
import { Switches } from "../console/switches.js";
import { LiveState } from "../core/live_state.js";
import { ServerClock } from "../core/server_clock.js";
import { useWords } from "../core/words.js";
import { openLive } from "../transport/live_connection.js";

useWords(embedded("words") ?? {});

const facts = /** @type {PageFacts} */ (embedded("console"));
const first = /** @type {Snapshot} */ (embedded("snapshot"));
const state = new LiveState(first);
const clock = new ServerClock();
clock.atLeast(first.serverNow);
const desk = new Desk({
  state,
  clock,
  presence: facts.presence,
  plan: new Plan(facts.plan),
  credit: facts.credit,
  me: facts.me,
});
const screen = new Screen(document, desk, facts.gathering);
const speech = new Speech(desk);
const link = new SettledLink(linkChanged);
const live = openLive({
  meeting: first.meeting.id,
  state,
  clock,
  on: { presence: presenceCame, signal: signalCame, alarm: alarmCame, link: (next) => link.notice(next) },
});
const pressDesk = new PressDesk({ desk, live, screen });
const switches = new Switches(document, { onCoarse: coarseChosen });

state.subscribe(snapshotCame);
watchPresses(desk, pressDesk, pageActs({ desk, pressDesk, screen, speech, live }));
watchKeys(desk, switches);
watchMenus(() => screen.masthead.offerEnds(desk.scene()));
document.addEventListener("keydown", leaveByEscape);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) screen.draw();
});
screen.people.onSought(() => screen.draw({ own: true }));
screen.afterDrawing((scene) => speech.heed(scene));
screen.draw();

/**
 * @param {Snapshot} snapshot
 * @param {Snapshot | null} before
 */
function snapshotCame(snapshot, before) {
  const draw = () => {
    screen.draw({ own: pressDesk.busy });
  };
  if (snapshot.position === before?.position) draw();
  else crossFade(draw);
}

/** @param {Presence} presence */
function presenceCame(presence) {
  desk.learnPresence(presence);
  screen.draw();
}

/** @param {SignalMessage} message */
function signalCame(message) {
  const received = desk.receiveSignal(message);
  if (received) speech.signal(received);
  screen.draw();
}

/** @param {Alarm} alarm */
function alarmCame(alarm) {
  desk.alarms.receive(alarm);
  if (alarm.alarm === "recording_started" && !alarm.over) speech.recordingStarted();
  screen.draw();
}

/** @param {Link} next */
function linkChanged(next) {
  if (desk.shared.meeting.status === "closed") return;
  desk.link = next;
  speech.link(next);
  screen.draw();
}

/** @param {boolean} coarse */
function coarseChosen(coarse) {
  desk.coarse = coarse;
  screen.draw();
}

/**
 * Escape leaves what this page alone has put up: a look at another phase, a question.
 *
 * @param {KeyboardEvent} event
 */
function leaveByEscape(event) {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (desk.question) {
    desk.question = null;
    screen.draw({ own: true });
  } else if (desk.previewing !== null) leavePreview(desk, screen);
}
