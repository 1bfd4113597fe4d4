/**
 * A participant's page while a session is on. The server has drawn the first state; this keeps it true: each
 * snapshot, each change of the connection and each change of a shown figure draws the same page again.
 *
 * @typedef {import("../core/types.js").Aside} Aside
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 * @typedef {import("../components/pop_out.js").PopOut} PopOut
 */

import { announce, speakIn } from "../components/announcer.js";
import {
  drawDisplay,
  drawOwnTime,
  isNewPhase,
  pageFacts,
  spokenChange,
  spokenLink,
} from "../components/display_view.js";
import {
  canPopOut,
  crossFade,
  isLongLost,
  keepFocus,
  SettledLink,
  Ticker,
  untilNextChange,
  WakeLock,
} from "../components/live_page.js";
import { PresenterClaim, SignalButtons } from "../components/participant_buttons.js";
import { hasClock, isTurnedDown, turnDown } from "../components/participant_clock.js";
import { buttons, part, show, write, writeOrHide } from "../components/parts.js";
import { t } from "../core/words.js";
import { thisBrowser } from "../transport/browser.js";
import { clock, first, live, state } from "./connection.js";

const facts = pageFacts();
const link = new SettledLink(linkChanged);
const claim = new PresenterClaim({ live, state, me: part("display").dataset.me ?? "", redraw: draw });
const signals = new SignalButtons(live);
/** @type {PopOut | null} its script comes with the first press, for most never press */
let popOut = null;
const ticker = new Ticker(draw, (ms, act) => (popOut ?? thisBrowser).after(ms, act));
const wakeLock = new WakeLock();
let turnedDown = isTurnedDown();
/** @type {Aside} */
let aside = { paused: first.paused ?? false, leadersAway: first.leadersAway ?? false };

state.subscribe(snapshotCame);
live.listen({
  link: linkNoticed,
  aside: asideCame,
  refused: startAgain,
  seen: (seen) => signals.seen(seen),
});
part("clock-choice").addEventListener("click", toggleClock);
for (const button of buttons("page.pop_out")) {
  show(button, canPopOut());
  button.addEventListener("click", () => void togglePopOut());
}
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) draw();
});
speakIn(() => popOut?.readersDocument ?? document);
claim.notice(first);
drawOwnTime(first);
draw();

/**
 * @param {Snapshot} snapshot
 * @param {Snapshot | null} before
 */
function snapshotCame(snapshot, before) {
  if (snapshot.meeting.status === "closed") {
    sessionEnded();
    return;
  }
  claim.notice(snapshot);
  sayChange(snapshot, before);
  if (isNewPhase(snapshot, before)) {
    signals.forget();
    crossFade(draw);
  } else draw();
}

/** @param {Aside} next */
function asideCame(next) {
  const before = shown();
  aside = next;
  sayChange(shown(), before);
  draw();
}

/** The server draws the farewell, with what was kept; nothing of the session stays on the page. */
function sessionEnded() {
  say(t("The session has ended."));
  startAgain();
}

/** What the server shows for this address is the truth, whatever it is by now. */
function startAgain() {
  live.close();
  location.reload();
}

/** @param {Link} next */
function linkNoticed(next) {
  if (next.state === "reconnecting") claim.linkLost();
  link.notice(next);
}

/**
 * @param {Link} next
 * @param {Link | null} before
 */
function linkChanged(next, before) {
  say(spokenLink(next.state, before?.state));
  draw();
}

function toggleClock() {
  turnedDown = !turnedDown;
  turnDown(turnedDown);
  draw();
}

async function togglePopOut() {
  const words = await popOutToggled();
  writeOrHide(part("pop-out-note"), words);
  say(words);
}

/** @returns {Promise<string>} what went wrong, or "" */
async function popOutToggled() {
  try {
    const { PopOut } = await import("../components/pop_out.js");
    popOut ??= new PopOut({
      size: { width: 340, height: 300 },
      classes: "live display pop-out",
      shown: [".live-now"],
      title: () => part("phase-name").textContent,
      changed: popOutChanged,
    });
  } catch {
    return t("The small window could not be fetched. Reload this page, then press again.");
  }
  if (await popOut.toggle()) return "";
  return t("The browser has blocked the small window. Allow pop-ups for this site, then press again.");
}

function popOutChanged() {
  const words = popOut?.isOpen ? t("Close the small window") : t("Show this in a small window");
  for (const button of buttons("page.pop_out")) write(button, words);
  draw();
}

function draw() {
  const snapshot = shown();
  const now = clock.now();
  const longLost = isLongLost(link.current, Date.now());
  keepFocus(part("heading"), () => {
    drawDisplay(snapshot, facts, { now, link: link.current, longLost, turnedDown });
    signals.draw(snapshot);
    claim.draw(snapshot);
  });
  popOut?.draw();
  wakeLock.keep(snapshot.meeting.status === "running");
  ticker.next(untilNextChange(snapshot, now, link.current?.state !== "reconnecting"));
}

/** What the reader sees: the newest snapshot and what was told beside it. */
function shown() {
  return { .../** @type {Snapshot} */ (state.snapshot), ...aside };
}

/**
 * @param {Snapshot} snapshot
 * @param {Snapshot | null} before
 */
function sayChange(snapshot, before) {
  say(spokenChange(snapshot, before, !turnedDown && hasClock(snapshot, facts.quiet)));
}

/** @param {string} words */
function say(words) {
  if (words) announce(words);
}
