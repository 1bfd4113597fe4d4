/**
 * Signals received, newest first. Rows are added and taken away, never redrawn, so a "Seen" under the finger
 * stays the "Seen" it was.
 *
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../signal_board.js").Received} Received
 */

import { mark, part, show, write } from "../../components/parts.js";
import { t } from "../../core/words.js";
import { sitsBack } from "../plan.js";
import { ASKS_FOR_RETURN } from "../signal_words.js";

export class ReceivedPanel {
  #list;
  #pattern;
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();

  /** @param {ParentNode} page */
  constructor(page) {
    this.#list = part("received", page);
    this.#pattern = /** @type {HTMLTemplateElement} */ (part("received-template", page));
  }

  /** @param {Scene} scene */
  draw(scene) {
    const keys = new Set(scene.signals.map(({ key }) => key));
    for (const [key, row] of this.#rows) if (!keys.has(key)) this.#drop(key, row);
    for (const received of [...scene.signals].reverse()) {
      const row = this.#rows.get(received.key) ?? this.#add(received);
      write(part("signal-from", row), senderText(received, scene.namesHidden));
      this.#offerReturn(row, received, scene);
    }
    show(this.#list, this.#rows.size > 0);
  }

  /** @param {Received} received */
  #add(received) {
    const row = /** @type {HTMLElement} */ (this.#pattern.content.firstElementChild?.cloneNode(true));
    mark(row, "data-signal-key", received.key);
    write(part("signal-words", row), received.words);
    this.#list.prepend(row);
    this.#rows.set(received.key, row);
    return row;
  }

  /**
   * @param {HTMLElement} row
   * @param {Received} received
   * @param {Scene} scene
   */
  #offerReturn(row, { signal }, { snapshot, plan }) {
    const asks = ASKS_FOR_RETURN.has(signal) && sitsBack(snapshot.presenterState);
    const position = asks ? plan.nextReturn(snapshot.position ?? 0) : null;
    show(part("signal-bring-back", row), position !== null);
    mark(part("signal-bring-back", row), "data-position", position === null ? null : String(position));
  }

  /**
   * @param {string} key
   * @param {HTMLElement} row
   */
  #drop(key, row) {
    row.remove();
    this.#rows.delete(key);
  }
}

/**
 * @param {Received} received
 * @param {boolean} namesHidden
 */
function senderText({ name, fromLeader }, namesHidden) {
  if (!namesHidden) return name;
  return fromLeader ? t("Other leader") : t("A participant");
}
