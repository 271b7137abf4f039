// Compiles the product into dist/ and puts what the compiler leaves behind (SQL) beside it.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function newestMs(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile())
      newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return newest;
}

function builtMs() {
  return statSync(join(root, "dist", ".built"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

const sourcesMs = Math.max(
  ...["src", "connectors", "rules"].map((folder) => newestMs(join(root, folder))),
  statSync(join(root, "tsconfig.build.json")).mtimeMs,
  statSync(join(root, "package.json")).mtimeMs,
);
if (process.argv.includes("--force") || builtMs() <= sourcesMs) {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status } = spawnSync(
    process.execPath,
    [compiler, "-p", join(root, "tsconfig.build.json")],
    {
      stdio: "inherit",
    },
  );
  if (status !== 0) process.exit(status ?? 1);
  for (const entry of readdirSync(join(root, "src"), { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".sql")) continue;
    const from = join(entry.parentPath, entry.name);
    const to = join(root, "dist", from.slice(root.length + 1));
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to);
  }
  const { writeFileSync } = await import("node:fs");
  writeFileSync(join(root, "dist", ".built"), "");
}
