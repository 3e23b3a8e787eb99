// Builds the front end into web/static. Options: --watch, --any-size (an overweight bundle is only told).
import { watch as watchFolder } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findBundles, optionsFor } from "./bundles.mjs";
import { drawIcons } from "./icons.mjs";
import { measure, overweight, report, textsOf } from "./sizes.mjs";

const ROOT = path.dirname(fileURLToPath(import.meta.url));
const OUTDIR = path.join(ROOT, "..", "static");
const watching = process.argv.includes("--watch");
const anySize = process.argv.includes("--any-size");

const esbuild = await import("esbuild").catch(() => {
  console.error("The front end's packages are not installed: run `python3 tools/dev.py setup` first.");
  process.exit(1);
});

async function build() {
  const bundles = findBundles(ROOT);
  for (const { name, missing } of bundles) if (missing) console.log(`${name.padEnd(8)} has no source yet, left out`);
  const built = await Promise.all(bundles.filter(({ missing }) => !missing).map(buildOne));
  await write(built);
  if (watching) return [];
  const sizes = built.map(measure);
  sizes.forEach((size) => console.log(report(size)));
  return sizes.filter(overweight).map(({ name }) => name);
}

async function buildOne(bundle) {
  const options = { root: ROOT, outdir: OUTDIR, watch: watching };
  const once = await esbuild.build(optionsFor(bundle, options));
  const result = bundle.core && !watching ? await esbuild.build(optionsFor(bundle, { ...options, lazies: laziesOf(once.metafile, bundle) })) : once;
  const files = new Map(result.outputFiles.map((file) => [relative(file.path), file.contents]));
  return { ...bundle, files, outputs: outputsOf(result.metafile, bundle) };
}

/** What is loaded by import(); texts are left out, they need nothing. */
function laziesOf({ outputs }, { entries }) {
  const sources = Object.values(outputs).flatMap(({ entryPoint }) => (entryPoint ? [path.resolve(ROOT, entryPoint)] : []));
  return new Set(sources.filter((source) => !entries.includes(source) && !source.includes(`${path.sep}i18n${path.sep}`)));
}

/** What esbuild says of each output, by its name below web/static; `entry` only on what pages ask for by name. */
function outputsOf({ outputs }, { entries }) {
  const isEntry = (source) => source && entries.includes(path.resolve(ROOT, source));
  return Object.fromEntries(
    Object.entries(outputs).map(([file, { entryPoint, imports }]) => [
      relative(file),
      {
        entry: isEntry(entryPoint) ? entryPoint : undefined,
        source: entryPoint,
        statically: imports.filter(({ kind }) => kind === "import-statement").map((found) => relative(found.path)),
      },
    ]),
  );
}

// New files first, then the manifest that names them, then the old files go: a page being served finds all it asks for.
async function write(built) {
  const files = new Map([...built.flatMap((bundle) => [...bundle.files]), ...iconsOf(built)]);
  for (const [name, contents] of files) await writeSafely(name, contents);
  await writeSafely("preload.json", JSON.stringify(preloads(built), null, 1) + "\n");
  await writeSafely("shell.json", JSON.stringify(shell(built), null, 1) + "\n");
  await writeSafely("manifest.json", JSON.stringify(manifest(built), null, 1) + "\n");
  await removeOthers(new Set([...files.keys(), "preload.json", "shell.json", "manifest.json"]));
}

/** An installed console has icons; their names have no hash, they hardly ever change. */
function iconsOf(built) {
  return built.some(({ name }) => name === "worker") ? drawIcons() : new Map();
}

/** All files of the console: what its service worker keeps. */
function shell(built) {
  return built.filter(({ name }) => name === "console").flatMap(({ files }) => [...files.keys()]).sort();
}

/** What a page asks for together with an entry: the chunks it imports, and under "NAME:ru" those of its Russian texts. */
function preloads(built) {
  return Object.fromEntries(built.flatMap((bundle) => Object.entries(bundle.outputs).flatMap(([file, output]) => preloadsOf(file, output, bundle))));
}

function preloadsOf(file, { entry }, { name, fixedName, outputs }) {
  if (!entry || !file.endsWith(".js")) return [];
  const key = logicalName({ name, fixedName, file, entry });
  const texts = [...textsOf(outputs)].map(([language, some]) => [`${key}:${language}`, [...new Set(some.flatMap((one) => [one, ...neededBy(one, outputs)]))]]);
  return [[key, neededBy(file, outputs)], ...texts].filter(([, needed]) => needed.length > 0);
}

function neededBy(file, outputs, found = new Set()) {
  for (const next of outputs[file].statically.filter((one) => !found.has(one))) {
    found.add(next);
    neededBy(next, outputs, found);
  }
  return [...found].sort();
}

/** Logical name -> file below web/static, e.g. "console/main.js" -> "console/main-3KQ2.js". */
function manifest(built) {
  const names = built.flatMap(({ name, fixedName, outputs }) =>
    Object.entries(outputs)
      .filter(([, { entry }]) => entry)
      .map(([file, { entry }]) => [logicalName({ name, fixedName, file, entry }), file]),
  );
  return Object.fromEntries(names.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function logicalName({ name, fixedName, file, entry }) {
  return fixedName ? file : `${name}/${path.parse(entry).name}${path.extname(file)}`;
}

async function writeSafely(name, contents) {
  const target = path.join(OUTDIR, name);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(`${target}.new`, contents);
  await rename(`${target}.new`, target);
}

async function removeOthers(kept) {
  const found = await readdir(OUTDIR, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => relative(path.join(entry.parentPath ?? entry.path, entry.name)));
  const stale = files.filter((name) => !kept.has(name) && !name.startsWith("."));
  await Promise.all(stale.map((name) => rm(path.join(OUTDIR, name), { force: true })));
}

function relative(file) {
  return path.relative(OUTDIR, path.resolve(ROOT, file)).split(path.sep).join("/");
}

async function buildOnce() {
  const started = performance.now();
  const heavy = await build();
  console.log(`front end built in ${Math.round(performance.now() - started)} ms`);
  if (heavy.length === 0) return 0;
  console.error(`over budget: ${heavy.join(", ")}`);
  return anySize ? 0 : 1;
}

async function buildAgain() {
  await buildOnce().catch((error) => console.error(error.errors ? "not built, waiting for the next change" : error));
}

if (watching) {
  await buildAgain();
  let timer;
  watchFolder(ROOT, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(buildAgain, 50);
  });
} else {
  process.exitCode = await buildOnce().catch((error) => {
    if (!error.errors) console.error(error); // esbuild has already shown its own
    return 1;
  });
}
