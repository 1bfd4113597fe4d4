/**
 * What buttons do without asking the server: looking, dismissing, opening, hiding. Nothing here is known to
 * anybody else.
 *
 * @typedef {import("../transport/live_connection.js").Live} Live
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./press_desk.js").PressDesk} PressDesk
 * @typedef {import("./screen.js").Screen} Screen
 * @typedef {import("./speech.js").Speech} Speech
 */

import { part, write } from "../components/parts.js";
import { t } from "../core/words.js";
import { refusalText } from "./refusals.js";

/**
 * @param {{desk: Desk, pressDesk: PressDesk, screen: Screen, speech: Speech, live: Live}} console
 * @returns {Record<string, (button: HTMLElement) => void>}
 */
export function pageActs({ desk, pressDesk, screen, speech, live }) {
  /** @type {Record<string, (button: HTMLElement) => void>} */
  const acts = {
    "page.they_are_here": () => desk.alarms.theyAreHere(),
    "page.wait": () => desk.alarms.waitTwoMinutes(performance.now()),
    "page.recording_stopped": () => desk.alarms.recordingStopped(),
    "page.seen": (button) =>
      desk.signals.seen(button.closest("[data-signal-key]")?.getAttribute("data-signal-key") ?? ""),
    "page.dismiss_nudge": (button) => {
      desk.dismissed.add(button.closest("[data-key]")?.getAttribute("data-key") ?? "");
    },
    "page.keep_time": () => desk.keepTimeHere(),
    "page.drop_copy": () => {
      desk.copy = null;
    },
    "page.answer": (button) => answer(desk, pressDesk, Number(button.dataset.choice)),
    "page.names": () => {
      desk.namesHidden = !desk.namesHidden;
    },
    "page.person": (button) =>
      screen.people.toggle(button.closest("[data-person]")?.getAttribute("data-person") ?? ""),
    "page.preview": (button) => {
      desk.previewing = Number(button.dataset.position);
    },
    "page.return": () => leavePreview(desk, screen),
    "page.drawer": toggleDrawer,
    "page.signal": (button) => void sendSignal(live, button),
    "page.end": () => screen.endDialog.open(desk.scene()),
    "page.help": () => openHelp(),
    "page.close_dialog": (button) => button.closest("dialog")?.close(),
    "page.read_time": () => speech.readTime(),
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
 * @param {Desk} desk
 * @param {PressDesk} pressDesk
 * @param {number} index
 */
function answer(desk, pressDesk, index) {
  const choice = desk.question?.choices[index];
  desk.question = null;
  if (!choice || choice.type === "") return;
  const { type, position } = choice;
  void pressDesk.press(position === undefined ? { type } : { type, position }, { asked: true });
}

/**
 * @param {Desk} desk
 * @param {Screen} screen
 */
export function leavePreview(desk, screen) {
  const looked = desk.previewing;
  desk.previewing = null;
  screen.draw({ own: true });
  if (looked !== null) screen.phases.focusOn(looked);
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
 */
async function sendSignal(live, button) {
  const note = part("signal-note");
  const words = button.dataset.words ?? "";
  const sent = await live.signal(button.dataset.signal ?? "");
  write(note, sent.ok ? t("Sent: {words}", { words }) : refusalText(sent.code ?? "unavailable", "signal"));
}

function openHelp() {
  const dialog = part("help-dialog");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}
