// Bundles the tests with esbuild and runs them with Node's own runner. Options: part of a file name, to run only those.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const FOLDER = path.dirname(fileURLToPath(import.meta.url));
const wanted = process.argv[2] ?? "";
const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".test.ts") && name.includes(wanted));
const outdir = await mkdtemp(path.join(os.tmpdir(), "helpdesk-tests-"));

try {
  const entryPoints = names.map((name) => path.join(FOLDER, name));
  await build({ entryPoints, outdir, bundle: true, format: "esm", platform: "node", outExtension: { ".js": ".mjs" }, sourcemap: "inline", logLevel: "warning" });
  const files = names.map((name) => path.join(outdir, name.replace(/\.ts$/, ".mjs")));
  process.exitCode = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  await rm(outdir, { recursive: true, force: true });
}
