// How heavy a bundle is on the wire, and whether it may be.
import { gzipSync } from "node:zlib";

/** Source of one language's texts that are needed before first use. */
const LANGUAGE = /\/(?:i18n\/([a-z]{2})\/(?:desk|ticket)|words\/([a-z]{2}))\.ts$/;

/** Measure one built bundle: `first` is what loads before first use, `later` what a page asks for when it needs it.
 *
 * First use needs the texts of one language; the heaviest one counts.
 */
export function measure({ name, budget, files, outputs }) {
  const first = filesOfFirstUse(outputs);
  const later = [...files.keys()].filter((file) => !first.has(file));
  const gzip = (names) => [...names].reduce((sum, file) => sum + gzipSync(files.get(file), { level: 9 }).length, 0);
  const words = Math.max(0, ...[...textsOf(outputs).values()].map((texts) => gzip(texts.filter((file) => !first.has(file)))));
  return { name, budget, first: gzip(first) + words, later: gzip(later) - words };
}

/** Language -> outputs with its texts of first use. */
export function textsOf(outputs) {
  const found = new Map();
  for (const [file, { source }] of Object.entries(outputs)) {
    const [, one, other] = LANGUAGE.exec(source ?? "") ?? [];
    const language = one ?? other;
    if (language) found.set(language, [...(found.get(language) ?? []), file]);
  }
  return found;
}

/** The entry points and what they import statically; an import() is not followed. */
function filesOfFirstUse(outputs) {
  const first = new Set();
  const visit = (file) => {
    if (first.has(file) || !outputs[file]) return;
    first.add(file);
    outputs[file].statically.forEach(visit);
  };
  for (const [file, { entry }] of Object.entries(outputs)) if (entry) visit(file);
  return first;
}

export function overweight({ first, budget }) {
  return first > budget;
}

/** One line for a person. */
export function report({ name, budget, first, later }) {
  const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
  const rest = later ? `, ${kb(later)} more when needed` : "";
  return `${name.padEnd(8)} ${kb(first).padStart(8)} gzip of ${kb(budget)}${rest}`;
}
