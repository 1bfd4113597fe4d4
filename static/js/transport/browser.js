/**
 * What the transport needs from the browser, in one place: tests give it a small one of their own with
 * a clock they turn by hand, so nothing here is ever waited for in real time.
 *
 * @typedef {() => void} Cancel
 *
 * @typedef {object} LiveSocket the part of a Socket.IO socket that is used
 * @property {(event: string, listener: (...args: any[]) => void) => unknown} on
 * @property {(event: string, ...args: any[]) => unknown} emit
 * @property {() => unknown} disconnect
 *
 * @typedef {object} Browser
 * @property {(url: string, init?: RequestInit) => Promise<Response>} fetch
 * @property {(meeting: string, token: string) => LiveSocket} openSocket
 * @property {() => number} now wall time in ms, for the age of data only
 * @property {(ms: number, act: () => void) => Cancel} after
 * @property {(ms: number, act: () => void) => Cancel} every
 * @property {(event: "online" | "offline" | "visible", act: () => void) => Cancel} on
 * @property {() => number} random from 0 to 1
 * @property {() => string} newId
 * @property {() => string} pageToken the one embedded in the page, or ""
 */

import { io } from "../../vendor/socket.io/socket.io.esm.min.js";

const CONNECT_WITHIN = 5_000;

/** @type {Browser} */
export const thisBrowser = {
  fetch: (url, init) => fetch(url, init),
  openSocket: (meeting, token) =>
    io("/live", {
      path: "/socket.io",
      transports: ["websocket"],
      query: { m: meeting },
      auth: { meeting, token },
      forceNew: true,
      reconnection: false,
      timeout: CONNECT_WITHIN,
    }),
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  every(ms, act) {
    const timer = setInterval(act, ms);
    return () => clearInterval(timer);
  },
  on(event, act) {
    return event === "visible" ? onVisible(act) : listen(window, event, act);
  },
  random: () => Math.random(),
  // Not randomUUID: browsers keep that to secure addresses, and a phone reaches a demo at a plain one.
  newId: () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (each) => each.toString(36)).join(""),
  pageToken: () => document.querySelector('meta[name="live-token"]')?.getAttribute("content") ?? "",
};

/**
 * Calls `act` when the page becomes visible. A page taken out of the back-forward cache was as deaf as a hidden one, and so
 * was one that the browser had frozen.
 *
 * @param {() => void} act
 */
function onVisible(act) {
  const cancels = [
    listen(document, "visibilitychange", () => {
      if (document.visibilityState === "visible") act();
    }),
    listen(window, "pageshow", (event) => {
      if (/** @type {PageTransitionEvent} */ (event).persisted) act();
    }),
    listen(document, "resume", act),
  ];
  return () => cancels.forEach((cancel) => cancel());
}

/**
 * @param {EventTarget} target
 * @param {string} event
 * @param {(event: Event) => void} act
 */
function listen(target, event, act) {
  target.addEventListener(event, act);
  return () => target.removeEventListener(event, act);
}
