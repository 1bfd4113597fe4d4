/**
 * From a click to what it asks for: a command, or something on this page alone.
 *
 * @typedef {import("./console_model.js").ConsoleModel} ConsoleModel
 * @typedef {import("./press_handler.js").PressHandler} PressHandler
 * @typedef {import("./press_handler.js").CommandRequest} CommandRequest
 * @typedef {import("../transport/live_connection.js").Live} Live
 * @typedef {import("./screen.js").Screen} Screen
 * @typedef {import("./speech.js").Speech} Speech
 * @typedef {import("./pop_out.js").ConsolePopOut} ConsolePopOut
 * @typedef {import("./desktop_notices.js").NoticesSwitch} NoticesSwitch
 */

import { part, targetOf } from "../components/parts.js";
import { refusalText } from "./command_feedback.js";
import { leaveMenu } from "./keyboard.js";

/** Buttons whose words depend on where the group is. */
const GUARDED = ["next", "back", "pause"];
const MOVED_AWAY_FOR = 400;
const CLOSED_FOR = 1_000;

/**
 * Takes every click to what it asks for. Every button says in `data-action` what it does: a command's type goes to
 * the server, `page.…` stays on this page. A key presses the same buttons' acts, so there is one way for each.
 *
 * @param {Document} page this page's document, or the small window's
 * @param {ConsoleModel} model
 * @param {PressHandler} pressHandler
 * @param {Record<string, (button: HTMLElement) => void>} pageActions
 */
export function watchPresses(page, model, pressHandler, pageActions) {
  page.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (targetOf(event)?.closest("[data-action]") ?? null);
    if (!button || isTooLate(model, button, event)) return;
    const action = button.dataset.action ?? "";
    leaveMenu(button);
    const pageAct = pageActions[action];
    if (button.getAttribute("aria-disabled") === "true") pressHandler.explain(action);
    else if (pageAct) pageAct(button);
    else void pressHandler.press(requestOf(button, action));
  });
}

/**
 * What buttons do, by their `data-action`, without asking the server: looking, dismissing, opening, hiding. Nothing
 * here is known to anybody else.
 *
 * @param {{model: ConsoleModel, pressHandler: PressHandler, screen: Screen, speech: Speech, live: Live,
 *   popOut: ConsolePopOut, notices: NoticesSwitch}} console
 * @returns {Record<string, (button: HTMLElement) => void>}
 */
export function pageActions({ model, pressHandler, screen, speech, live, popOut, notices }) {
  /** @type {Record<string, (button: HTMLElement) => void>} */
  const acts = {
    "page.they_are_here": () => model.alarms.theyAreHere(),
    "page.wait": () => model.alarms.waitTwoMinutes(performance.now()),
    "page.recording_stopped": () => model.alarms.recordingStopped(),
    "page.seen": (button) => {
      const id = model.signals.seen(
        button.closest("[data-signal-key]")?.getAttribute("data-signal-key") ?? "",
      );
      if (id !== null) void live.seen(id);
    },
    "page.dismiss_nudge": (button) => {
      model.dismissed.add(button.closest("[data-key]")?.getAttribute("data-key") ?? "");
    },
    "page.keep_time": () => model.keepTimeHere(),
    "page.drop_copy": () => {
      model.copy = null;
    },
    "page.answer": (button) => answer(model, pressHandler, Number(button.dataset.choice)),
    "page.names": () => {
      model.namesHidden = !model.namesHidden;
    },
    "page.person": (button) =>
      screen.people.toggle(button.closest("[data-person]")?.getAttribute("data-person") ?? ""),
    "page.fold": () => screen.people.toggleFold(),
    "page.preview": (button) => {
      model.previewing = Number(button.dataset.position);
    },
    "page.return": () => leavePreview(model, screen),
    "page.drawer": toggleDrawer,
    "page.signal": (button) => void sendSignal(live, button, model, screen),
    "page.end": () => screen.endDialog.open(model.current()),
    "page.help": () => openHelp(),
    "page.close_dialog": (button) => button.closest("dialog")?.close(),
    "page.print": () => print(),
    "page.read_time": () => speech.readTime(),
    "page.pop_out": () => void popOut.toggle(),
    "page.notify": () => void notices.press(),
  };
  return Object.fromEntries(
    Object.entries(acts).map(([name, act]) => [
      name,
      (button) => {
        act(button);
        screen.draw({ own: true });
      },
    ]),
  );
}

/**
 * Ends the look at a phase; the focus goes back to the phase in the list.
 *
 * @param {ConsoleModel} model
 * @param {Screen} screen
 */
export function leavePreview(model, screen) {
  const looked = model.previewing;
  model.previewing = null;
  screen.draw({ own: true });
  if (looked !== null) screen.phases.focusOn(looked);
}

/**
 * Ignores a press on a button whose label somebody else changed less than a second ago: the finger was
 * already falling for the old one. Its own leader's changes never close it, so Next, Next works. Where only
 * the place of a button has changed, because the alarm came up above it, a shorter moment is enough.
 */
export class PressGuard {
  /** @type {Map<string, string>} */
  #labels = new Map();
  /** @type {Map<string, number>} */
  #changedAt = new Map();

  /**
   * A button has this label from now on.
   *
   * @param {string} button
   * @param {string} label
   * @param {{byOther: boolean, at: number}} change `at` in ms of a steady clock
   */
  shows(button, label, { byOther, at }) {
    const before = this.#labels.get(button);
    this.#labels.set(button, label);
    if (before !== undefined && before !== label && byOther) this.#changedAt.set(button, at);
  }

  /**
   * Whether a press on the button counts as meant for its old label.
   *
   * @param {string} button
   * @param {number} at
   * @param {number} [closedFor] ms
   * @returns {boolean}
   */
  ignores(button, at, closedFor = CLOSED_FOR) {
    return at - (this.#changedAt.get(button) ?? -Infinity) < closedFor;
  }
}

/**
 * Whether the press was meant for what stood there before.
 * The finger was already falling when the words under it, or its place on the page, changed.
 *
 * @param {ConsoleModel} model
 * @param {HTMLElement} button
 * @param {MouseEvent} event
 */
function isTooLate({ guard }, button, event) {
  const at = performance.now();
  const name = button.dataset.part ?? "";
  if (GUARDED.includes(name) && guard.ignores(name, at)) return true;
  const byPointer = event.detail > 0;
  return (
    byPointer &&
    button.closest('[data-part="now"], .pop-out') !== null &&
    guard.ignores("place", at, MOVED_AWAY_FOR)
  );
}

/**
 * What a button asks the server for.
 *
 * @param {HTMLElement} button
 * @param {string} type
 * @returns {CommandRequest}
 */
function requestOf(button, type) {
  const { position, seconds, mark } = button.dataset;
  const person = button.closest("[data-person]")?.getAttribute("data-person");
  return {
    type,
    ...(position ? { position: Number(position) } : {}),
    ...(seconds ? { seconds: Number(seconds) } : {}),
    ...(person && type !== "presenter.clear" ? { person } : {}),
    ...(mark === "present" || mark === "absent" ? { mark } : {}),
  };
}

/**
 * Does what the question's answer says.
 *
 * @param {ConsoleModel} model
 * @param {PressHandler} pressHandler
 * @param {number} index
 */
function answer(model, pressHandler, index) {
  const choice = model.question?.choices[index];
  model.question = null;
  if (!choice || choice.type === "") return;
  const { type, position } = choice;
  void pressHandler.press(position === undefined ? { type } : { type, position }, { asked: true });
}

/** @param {HTMLElement} button */
function toggleDrawer(button) {
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  button.closest(".drawer")?.toggleAttribute("data-open", open);
}

/**
 * @param {Live} live
 * @param {HTMLElement} button
 * @param {ConsoleModel} model
 * @param {Screen} screen
 */
async function sendSignal(live, button, model, screen) {
  const sent = await live.signal(button.dataset.signal ?? "");
  const now = model.clock.now();
  if (sent.ok) model.sentSignal.sent(sent.signalId ?? "", button.dataset.words ?? "", now);
  else model.sentSignal.refused(refusalText(sent.code ?? "unavailable", "signal"), now);
  screen.draw({ own: true });
}

function openHelp() {
  const dialog = part("help-dialog");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}
