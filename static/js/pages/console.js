/**
 * The leaders' console. The server has drawn the first state; from here on messages and the clock change it in
 * place. All rules are in console/, this file only joins them.
 *
 * @typedef {import("../core/types.js").Alarm} Alarm
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("../core/types.js").Seen} Seen
 * @typedef {import("../core/types.js").SignalMessage} SignalMessage
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../console/panels/phases.js").PhaseText} PhaseText
 * @typedef {import("../console/times.js").CreditFacts} CreditFacts
 * @typedef {{presence: Presence, plan: PhaseText[], me: {id: string, name: string}, gathering: string,
 *   credit: CreditFacts}} PageFacts
 */

import { announce, speakIn } from "../components/announcer.js";
import { crossFade, SettledLink, WakeLock } from "../components/live_page.js";
import { embedded, part } from "../components/parts.js";
import { leavePreview, pageActions, watchPresses } from "../console/buttons.js";
import { ConsoleModel } from "../console/console_model.js";
import { DesktopNotices, NoticesSwitch } from "../console/desktop_notices.js";
import { Switches, watchKeys, watchMenus } from "../console/keyboard.js";
import { Plan } from "../console/panels/phases.js";
import { watchZoom } from "../console/panels/notices.js";
import { ConsolePopOut } from "../console/pop_out.js";
import { PressHandler } from "../console/press_handler.js";
import { Screen } from "../console/screen.js";
import { Speech } from "../console/speech.js";
import { clock, live, state as liveState } from "./connection.js";

const facts = /** @type {PageFacts} */ (embedded("console"));
const model = new ConsoleModel({
  liveState,
  clock,
  presence: facts.presence,
  plan: new Plan(facts.plan),
  credit: facts.credit,
  me: facts.me,
});
const popOut = new ConsolePopOut({ model, redraw: () => screen.draw({ own: true }), opened: watch });
const screen = new Screen(document, model, facts.gathering, popOut.window.after);
const speech = new Speech(model);
const link = new SettledLink(linkChanged);
const pressHandler = new PressHandler({ model, live, screen });
const notices = new DesktopNotices(() => !document.hidden || popOut.window.floats);
const actions = pageActions({
  model,
  pressHandler,
  screen,
  speech,
  live,
  popOut,
  notices: new NoticesSwitch(notices),
});
const switches = new Switches(document, { onCoarse: coarseChosen });
const wakeLock = new WakeLock();

liveState.subscribe(snapshotCame);
live.listen({
  presence: presenceCame,
  signal: signalCame,
  seen: seenCame,
  alarm: alarmCame,
  link: (next) => link.notice(next),
  beat: beatCame,
});
watchZoom(part("zoom-differs"));
watch(document);
watchMenus(() => screen.masthead.offerEnds(model.current()));
speakIn(() => popOut.window.readersDocument);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) screen.draw();
});
window.addEventListener("pagehide", () => notices.close());
screen.people.onSearch(() => screen.draw({ own: true }));
screen.afterDrawing((state) => {
  popOut.draw(state);
  speech.sayNews(state);
  notices.draw(state);
  wakeLock.keep(state.shared.meeting.status === "running");
});
screen.draw();

/** @param {Document} page this page's, or the small window's */
function watch(page) {
  watchPresses(page, model, pressHandler, actions);
  watchKeys(page, model, switches);
  page.addEventListener("keydown", leaveByEscape);
}

/**
 * @param {Snapshot} snapshot
 * @param {Snapshot | null} before
 */
function snapshotCame(snapshot, before) {
  const draw = () => {
    screen.draw({ own: pressHandler.busy });
  };
  if (snapshot.position === before?.position) draw();
  else crossFade(draw);
}

/** @param {Presence} presence */
function presenceCame(presence) {
  model.learnPresence(presence);
  screen.draw();
}

/** @param {SignalMessage} message */
function signalCame(message) {
  const received = model.receiveSignal(message);
  if (received) speech.signal(received);
  screen.draw();
}

/** @param {Seen} seen */
function seenCame(seen) {
  const text = model.learnSeen(seen);
  if (text) announce(text, { lasting: true });
  screen.draw();
}

/** @param {Alarm} alarm */
function alarmCame(alarm) {
  model.alarms.receive(alarm);
  if (alarm.alarm === "recording_started" && !alarm.over) speech.recordingStarted();
  screen.draw();
}

/** The timers of a hidden page sleep, the heartbeat wakes it: its title and its notices stay right. */
function beatCame() {
  if (document.hidden) screen.draw();
}

/** @param {Link} next */
function linkChanged(next) {
  if (model.shared.meeting.status === "closed") return;
  model.link = next;
  speech.link(next);
  screen.draw();
}

/** @param {boolean} coarse */
function coarseChosen(coarse) {
  model.coarse = coarse;
  screen.draw();
}

/**
 * Escape leaves what this page alone has put up: a look at another phase, a question.
 *
 * @param {KeyboardEvent} event
 */
function leaveByEscape(event) {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  if (model.question) {
    model.question = null;
    screen.draw({ own: true });
  } else if (model.previewing !== null) leavePreview(model, screen);
}
