// How heavy a bundle is on the wire, and whether it may be.
import { gzipSync } from "node:zlib";

/** Measure one built bundle: `first` is what loads before first use, `later` what a page asks for when it needs it. */
export function measure({ name, budget, files, outputs }) {
  const first = filesOfFirstUse(outputs);
  const later = [...files.keys()].filter((file) => !first.has(file));
  const gzip = (names) => [...names].reduce((sum, file) => sum + gzipSync(files.get(file), { level: 9 }).length, 0);
  return { name, budget, first: gzip(first), later: gzip(later) };
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
