// What is built from what: one bundle per audience, so that a visitor never loads the console's code.
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

const KB = 1024;
const TARGETS = ["es2022", "chrome111", "safari16.4", "firefox111"];

// Names that neither pages nor the frame nor the desk ever see; short ones save a page some bytes.
const OF_LOADER = /^(attributes|base|given|host|isOpen|isDark|isFull|words|peek|news|box|button|draw|element|emit|greeting|hear|leave|now|say|serve|soon|tell|view)$/;

/** `core`: all that each of these needs is one file, however many later screens share parts of it. `budget`: bytes after gzip of all that loads before first use. A bundle may have several entry points. */
const BUNDLES = [
  { name: "loader", folder: "widget", entries: ["loader.ts"], budget: 4 * KB, format: "iife", fixedName: "widget", mangle: OF_LOADER },
  { name: "panel", folder: "widget", entries: ["panel.tsx", "panel.css"], budget: 30 * KB, format: "esm" },
  { name: "preview", folder: "widget", entries: ["preview.tsx"], budget: 40 * KB, format: "esm" },
  { name: "console", folder: "console", entries: ["main.tsx", "main.css"], budget: 80 * KB, format: "esm", core: ["main.tsx", "soon.ts"] },
  { name: "worker", folder: "console", entries: ["worker.ts"], budget: 4 * KB, format: "iife", fixedName: "worker" },
  { name: "pages", folder: "pages", entries: "every .ts, .tsx and .css file", budget: 20 * KB, format: "esm" },
];

/** Return every bundle with the entry points that exist, as paths below `root`; `missing` when it has none. */
export function findBundles(root) {
  return BUNDLES.map((bundle) => {
    const entries = listEntries(root, bundle);
    return { ...bundle, entries, missing: entries.length === 0 };
  });
}

function listEntries(root, { folder, entries }) {
  const names = Array.isArray(entries) ? entries : listPages(path.join(root, folder));
  return names.map((name) => path.join(root, folder, name)).filter((file) => existsSync(file));
}

function listPages(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => /\.(ts|tsx|css)$/.test(name) && !name.endsWith(".d.ts"));
}

/** esbuild's options for one bundle; the names of the outputs are relative to `outdir`.
 *
 * `lazies`: sources that are loaded by import(), known from a first build, where the core is to be one file.
 */
export function optionsFor(bundle, { root, outdir, watch, lazies }) {
  const hashed = `${bundle.name}/[name]-[hash]`;
  return {
    absWorkingDir: root,
    entryPoints: bundle.entries,
    outdir,
    outbase: path.join(root, bundle.folder),
    entryNames: bundle.fixedName ?? hashed,
    chunkNames: hashed,
    bundle: true,
    splitting: bundle.format === "esm",
    format: bundle.format,
    mangleProps: bundle.mangle,
    target: TARGETS,
    minify: !watch,
    sourcemap: watch ? "inline" : false,
    legalComments: "none",
    charset: "utf8",
    loader: { ".svg": "text", ".lazy.css": "text" },
    plugins: [stylesAsText, ...(lazies ? [oneCore(bundle.core.map((file) => path.join(root, bundle.folder, file)), lazies)] : [])],
    metafile: true,
    write: false,
    logLevel: "warning",
  };
}

/** `import css from "./x.css" with { type: "text" }`: styles that come with the screen that needs them. */
const stylesAsText = {
  name: "styles as text",
  setup({ onLoad, esbuild }) {
    onLoad({ filter: /\.css$/ }, async (file) => {
      if (file.with.type !== "text") return undefined;
      const { code } = await esbuild.transform(await readFile(file.path, "utf8"), { loader: "css", minify: true, target: TARGETS });
      return { contents: code.trim(), loader: "text", watchFiles: [file.path] };
    });
  },
};

/** esbuild cuts code apart by who needs it. Where every later screen needs the whole core, the core stays in one piece. */
function oneCore(cores, lazies) {
  return {
    name: "one core",
    setup({ onLoad }) {
      onLoad({ filter: /\.tsx?$/ }, async ({ path: file }) => {
        if (!lazies.has(file)) return undefined;
        const needed = cores.filter((core) => core !== file).map((core) => `\nimport ${JSON.stringify(core)};`);
        const contents = `${await readFile(file, "utf8")}${needed.join("")}\n`;
        return { contents, loader: path.extname(file).slice(1) };
      });
    },
  };
}
