/**
 * This page's connection and what it brings. It is a script of its own, before the page's: so the socket opens while the
 * rest of the page is still on its way, which on a slow line takes as long again.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 */

import { embedded } from "../components/parts.js";
import { LiveState } from "../core/live_state.js";
import { ServerClock } from "../core/server_clock.js";
import { openLive } from "../transport/live_connection.js";

export const first = /** @type {Snapshot} */ (embedded("snapshot"));
export const state = new LiveState(first);
export const clock = new ServerClock();
clock.atLeast(first.serverNow);
export const live = openLive({ meeting: first.meeting.id, state, clock });
