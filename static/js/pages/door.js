/**
 * The page of a late-comer who waits to be let in. It shows nothing of the session; once they are let in, or the session
 * has ended, the server draws another page for this address.
 */

import { part, show } from "../components/parts.js";
import { live, state } from "./connection.js";

state.subscribe((snapshot) => {
  if (!snapshot.atTheDoor) lookAgain();
});
live.listen({
  refused: lookAgain,
  link: (link) => show(part("not-connected"), link.state === "reconnecting"),
});

function lookAgain() {
  live.close();
  location.reload();
}
