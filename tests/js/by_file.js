/**
 * A reporter for Node's test runner: one JSON line for each finished test, with the file it stands in, and one for what a
 * file wrote to its error output. Node's own reporters leave the file out, and count a file without a test as passed.
 */

/** @param {AsyncIterable<any>} events */
export default async function* byFile(events) {
  for await (const { type, data } of events) {
    const line = lineOf(type, data);
    if (line) yield `${JSON.stringify({ file: data.file, name: data.name ?? "", ...line })}\n`;
  }
}

/**
 * @param {string} type
 * @param {any} data
 */
function lineOf(type, data) {
  if (type === "test:pass") return { kind: kindOfPass(data), why: "" };
  if (type === "test:fail") return { kind: "failed", why: why(data.details.error) };
  if (type === "test:stderr") return { kind: "said", why: data.message };
  return null;
}

/** @param {any} data */
function kindOfPass(data) {
  if (data.skip !== undefined || data.todo !== undefined) return "not run";
  const holdsTests = data.details.type === "suite" || data.file.endsWith(data.name);
  return holdsTests ? "holds tests" : "passed";
}

/** @param {any} error */
function why(error) {
  return String(error.cause?.stack ?? error.cause ?? error.stack);
}
