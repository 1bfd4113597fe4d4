/**
 * The one movement of these pages: a change of phase fades over in 200 ms, where the browser can and the
 * reader has not asked for less motion. It never delays a press: only words take part (see display.css).
 */

/** @param {() => void} draw */
export function crossFade(draw) {
  if (!document.startViewTransition || document.hidden || wantsStillness()) {
    draw();
    return;
  }
  const fade = document.startViewTransition(draw);
  fade.ready.catch(() => {
    /* skipped by the browser; the change itself is drawn all the same */
  });
}

function wantsStillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
