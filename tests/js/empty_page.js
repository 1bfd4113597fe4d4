/** A page without any part of ours, for tests of a page's script: it finds nothing to begin with. */

globalThis.document = /** @type {Document} */ (/** @type {unknown} */ ({ querySelector: () => null }));
