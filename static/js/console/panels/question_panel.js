/**
 * The inline question, in the place of the button it was asked for. The focus goes to the question and not to
 * an answer, so that the press still falling answers nothing.
 *
 * @typedef {import("../scene.js").Scene} Scene
 * @typedef {import("../questions.js").Question} Question
 */

import { announce } from "../../components/announcer.js";
import { part, show, write } from "../../components/parts.js";

export class QuestionPanel {
  #box;
  #words;
  #choices;
  #next;
  /** @type {Question | null} */
  #shown = null;

  /** @param {ParentNode} page */
  constructor(page) {
    this.#box = part("question", page);
    this.#words = part("question-words", page);
    this.#choices = [part("question-first", page), part("question-second", page)];
    this.#next = part("next", page);
  }

  /** @param {Scene} scene */
  draw({ question }) {
    if (question === this.#shown) return;
    const held = this.#box.contains(document.activeElement);
    this.#shown = question;
    show(this.#box, question !== null);
    if (question) this.#ask(question);
    else if (held) this.#next.focus();
  }

  /** @param {Question} question */
  #ask({ text, choices }) {
    write(this.#words, text);
    this.#choices.forEach((button, index) => {
      show(button, choices[index] !== undefined);
      write(button, choices[index]?.label ?? "");
    });
    this.#box.focus();
    announce(text);
  }
}
