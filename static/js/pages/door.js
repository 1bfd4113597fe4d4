/**
 * The page of a late-comer who waits to be let in. It shows nothing of the session; once they are let in, or the session
 * has ended, the server draws another page for this address.
 *
 * @typedef {import("../core/types.js").Snapshot} Snapshot
 */

import { embedded, part, show } from "../components/parts.js";
import { LiveState } from "../core/live_state.js";
import { ServerClock } from "../core/server_clock.js";
import { openLive } from "../transport/live_connection.js";

const first = /** @type {Snapshot} */ (embedded("snapshot"));
const state = new LiveState(first);
const live = openLive({
  meeting: first.meeting.id,
  state,
  clock: new ServerClock(),
  on: {
    refused: lookAgain,
    link: (link) => show(part("not-connected"), link.state === "reconnecting"),
  },
});

state.subscribe((snapshot) => {
  if (!snapshot.atTheDoor) lookAgain();
});

function lookAgain() {
  live.close();
  location.reload();
}
