/**
 * Keeps a page connected: the socket, tried for ever; plain HTTP where sockets do not get through; and the
 * truth about which of the two, if any, works. It never decides anything about the session: it hands
 * snapshots to the LiveState and commands to the server.
 *
 * Socket.IO's own reconnection is off, because it would come back with the token of the page's birth and
 * knows nothing of heartbeats. Two sockets failing in a row while plain HTTP answers opens plain HTTP;
 * the socket is then tried again every half minute and takes over when it works.
 *
 * @typedef {import("../core/types.js").Alarm} Alarm
 * @typedef {import("../core/types.js").Answer} Answer
 * @typedef {import("../core/types.js").Aside} Aside
 * @typedef {import("../core/types.js").CommandFields} CommandFields
 * @typedef {import("../core/types.js").Link} Link
 * @typedef {import("../core/types.js").LinkState} LinkState
 * @typedef {import("../core/types.js").Presence} Presence
 * @typedef {import("../core/types.js").Seen} Seen
 * @typedef {import("../core/types.js").SignalMessage} SignalMessage
 * @typedef {import("../core/server_clock.js").ServerClock} ServerClock
 * @typedef {import("../core/live_state.js").LiveState} LiveState
 * @typedef {import("./browser.js").Cancel} Cancel
 * @typedef {import("./browser.js").Browser} Browser
 *
 * @typedef {object} Listeners
 * @property {(aside: Aside) => void} [aside] participants only
 * @property {() => void} [refused] this login may not enter any more; trying goes on
 * @property {(presence: Presence) => void} [presence] leaders only, as the two below
 * @property {(signal: SignalMessage) => void} [signal]
 * @property {(seen: Seen) => void} [seen] leaders, and whoever sent the signal
 * @property {(alarm: Alarm) => void} [alarm]
 * @property {() => void} [beat] a heartbeat came
 * @property {(link: Link) => void} [link] `since`: when it connected, or when something was last heard
 *
 * @typedef {{meeting: string, state: LiveState, clock: ServerClock, browser?: Browser}} Options
 *
 * @typedef {object} Live
 * @property {(type: string, fields?: CommandFields) => Promise<Answer>} command
 * @property {(id: string) => Promise<Answer>} signal
 * @property {(signalId: string) => Promise<Answer>} seen
 * @property {(on: Listeners) => void} listen until then what comes is kept, and then told in its order
 * @property {() => void} close
 */

import { thisBrowser } from "./browser.js";
import { CommandSender } from "./command_sender.js";
import { HttpFallback } from "./http_transport.js";
import { Backoff, EntryRefused, TokenSource, Watchdog } from "./reconnection.js";
import { SocketTransport, TimeExchange } from "./socket_transport.js";

const SILENCE = { leader: 5_000, other: 15_000 };
const OPEN_WITHIN = 8_000;
const ANSWER_ON_WAKING = 3_000;
const SOCKET_AGAIN = 30_000;
const SOCKETS_LOST_BEFORE_HTTP = 2;

/**
 * Opens the connection of a page, which holds until it is closed.
 *
 * @param {Options} options
 * @returns {Live}
 */
export function openLive(options) {
  const connection = new LiveConnection(options);
  connection.open();
  return {
    command: (type, fields) => connection.sender.command(type, fields),
    signal: (id) => connection.sender.signal(id),
    seen: (signalId) => connection.sender.seen(signalId),
    listen: (on) => connection.listen(on),
    close: () => connection.close(),
  };
}

class LiveConnection {
  /** @type {SocketTransport | null} */
  #socket = null;
  #socketsLost = 0;
  #opening = false;
  #closed = false;
  /** @type {LinkState | null} */
  #link = null;
  /** @type {Cancel} */
  #cancelRetry = () => {};
  /** @type {Cancel[]} */
  #cancels = [];
  #meeting;
  #state;
  #clock;
  /** @type {Listeners | null} */
  #on = null;
  /** @type {((on: Listeners) => void)[]} */
  #untold = [];
  #browser;

  /** @param {Options} options */
  constructor({ meeting, state, clock, browser = thisBrowser }) {
    this.#meeting = meeting;
    this.#state = state;
    this.#clock = clock;
    this.#browser = browser;
    this.tokens = new TokenSource(meeting, browser);
    this.backoff = new Backoff(browser.random);
    this.times = new TimeExchange(clock, browser);
    this.watchdog = new Watchdog({ limit: () => this.#silence(), silent: () => this.#fellSilent(), browser });
    this.sender = new CommandSender({
      transport: () => this.#transport(),
      revision: () => state.revision,
      browser,
    });
    this.fallback = new HttpFallback({
      meeting,
      state,
      clock,
      browser,
      tokens: this.tokens,
      presence: (presence) => this.#tell((on) => on.presence?.(presence)),
      aside: (aside) => this.#tell((on) => on.aside?.(aside)),
      answered: (cameBack) => this.#httpAnswered(cameBack),
      silent: () => this.#report("reconnecting"),
    });
  }

  open() {
    this.#cancels = [
      this.#browser.on("online", () => this.#awake()),
      this.#browser.on("visible", () => this.#awake()),
      this.#browser.on("offline", () => this.#report("reconnecting")),
    ];
    void this.#openSocket();
  }

  /** @param {Listeners} on */
  listen(on) {
    this.#on = on;
    for (const tell of this.#untold.splice(0)) tell(on);
  }

  close() {
    this.#closed = true;
    this.#cancelRetry();
    for (const cancel of this.#cancels) cancel();
    this.watchdog.stop();
    this.times.stop();
    this.fallback.close();
    this.#socket?.close();
  }

  /** The transport that works right now, or null. */
  #transport() {
    return this.#socket?.isOpen ? this.#socket : this.fallback.working;
  }

  async #openSocket() {
    if (this.#opening || this.#closed || this.#socket) return;
    this.#opening = true;
    this.#cancelRetry();
    try {
      const token = await this.tokens.next();
      if (!this.#closed) this.#socket = this.#newSocket(token);
    } catch (error) {
      this.#socketsLost = 0;
      if (error instanceof EntryRefused) this.#tell((on) => on.refused?.());
      this.#retry();
    } finally {
      this.#opening = false;
    }
  }

  /** @param {string} token */
  #newSocket(token) {
    const socket = new SocketTransport(this.#browser.openSocket(this.#meeting, token), {
      opened: () => this.#socketOpened(socket),
      message: (kind, body) => this.#heard(kind, body),
      ended: (why) => this.#socketEnded(why),
    });
    this.#browser.after(OPEN_WITHIN, () => {
      if (!socket.isOpen) socket.close();
    });
    return socket;
  }

  /** @param {SocketTransport} socket */
  #socketOpened(socket) {
    this.#socketsLost = 0;
    this.backoff.reset();
    this.fallback.close();
    this.watchdog.heard();
    this.times.start((answered) => socket.askTime(answered));
    this.sender.resume();
  }

  /** @param {import("./socket_transport.js").Ending} why */
  #socketEnded(why) {
    this.#socket = null;
    this.times.stop();
    if (this.#closed) return;
    if (why === "never_opened") this.#socketsLost += 1;
    if (this.#socketsLost >= SOCKETS_LOST_BEFORE_HTTP) this.fallback.open();
    this.#retry();
  }

  #retry() {
    if (this.#closed) return;
    const overHttp = this.fallback.working !== null;
    if (!overHttp) this.#report("reconnecting");
    this.#cancelRetry();
    const wait = overHttp ? SOCKET_AGAIN : this.backoff.next();
    this.#cancelRetry = this.#browser.after(wait, () => void this.#openSocket());
  }

  /** @param {boolean} cameBack */
  #httpAnswered(cameBack) {
    this.watchdog.heard();
    this.#report("slow");
    if (cameBack) this.sender.resume();
  }

  /**
   * @param {string} kind
   * @param {any} body
   */
  #heard(kind, body) {
    this.watchdog.heard();
    if (typeof body?.serverNow === "number") this.#clock.atLeast(body.serverNow);
    this.#tell((on) => this.#passOn(kind, body, on));
    this.#report("connected");
  }

  /**
   * @param {string} kind
   * @param {any} body
   * @param {Listeners} on
   */
  #passOn(kind, body, on) {
    if (kind === "snapshot") this.#state.accept(body);
    if (kind === "revision" && body.revision > this.#state.revision) this.#socket?.refresh();
    if (kind === "revision") on.beat?.();
    if (kind === "aside") on.aside?.(body);
    if (kind === "presence") on.presence?.(body);
    if (kind === "signal") on.signal?.(body);
    if (kind === "seen") on.seen?.(body);
    if (kind === "alarm") on.alarm?.(body);
  }

  /**
   * Visible again, or online: ask for the truth. A socket that does not answer soon is a dead one, and one that has been
   * silent for too long is not even asked: after sleep the first thing that counts is a new one.
   */
  #awake() {
    const socket = this.#socket;
    if (socket?.isOpen && this.watchdog.isSilent()) this.#fellSilent();
    if (!socket?.isOpen) {
      this.fallback.refresh();
      void this.#openSocket();
      return;
    }
    const before = this.watchdog.messages;
    socket.refresh();
    this.times.burst();
    this.#browser.after(ANSWER_ON_WAKING, () => {
      if (this.watchdog.messages === before) socket.close();
    });
  }

  /** A socket still opening has its own deadline. */
  #fellSilent() {
    this.#report("reconnecting");
    if (this.#socket?.isOpen) this.#socket.close();
  }

  /** @param {LinkState} state */
  #report(state) {
    if (state === this.#link || this.#closed) return;
    this.#link = state;
    const since = state === "reconnecting" ? this.watchdog.heardAt : this.#browser.now();
    this.#tell((on) => on.link?.({ state, since }));
  }

  /** @param {(on: Listeners) => void} tell */
  #tell(tell) {
    if (this.#on) tell(this.#on);
    else this.#untold.push(tell);
  }

  #silence() {
    return this.#state.snapshot?.role === "leader" ? SILENCE.leader : SILENCE.other;
  }
}
