import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where peers, corpora and generated trees are kept between runs: never in the project. */
export const BENCH_HOME = join(tmpdir(), "tidemark-bench");

/** An npm package in a folder of its own; null where it cannot be had. */
export function npmPeer(spec: string): string | null {
  const folder = join(BENCH_HOME, "npm", spec.replaceAll(/[^a-z0-9.-]/gi, "_"));
  if (!existsSync(join(folder, "node_modules"))) {
    mkdirSync(folder, { recursive: true });
    const { status } = spawnSync(
      "npm",
      ["install", "--no-fund", "--no-audit", "--prefix", folder, ...spec.split(" ")],
      {
        stdio: "ignore",
        cwd: folder,
      },
    );
    if (status !== 0) return null;
  }
  return folder;
}

/** A program of the machine, installed from Debian where that is allowed; null where it cannot be had. */
export function debianProgram(program: string, packageName: string): string | null {
  const find = (): string | null => {
    const { stdout, status } = spawnSync("sh", ["-c", `command -v ${program}`], {
      encoding: "utf8",
    });
    return status === 0 ? stdout.trim() : null;
  };
  const known = find();
  if (known !== null || process.getuid?.() !== 0) return known;
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", packageName], {
    stdio: "ignore",
  });
  return find();
}

/** The files of a Debian package, unpacked without installing it; null where it cannot be had. */
export function debianFiles(packageName: string): string | null {
  const folder = join(BENCH_HOME, "deb", packageName);
  if (!existsSync(folder)) {
    const downloads = join(BENCH_HOME, "download", packageName);
    mkdirSync(downloads, { recursive: true });
    spawnSync("apt-get", ["download", packageName], { cwd: downloads, stdio: "ignore" });
    const file = readdirSync(downloads).find((name) => name.endsWith(".deb"));
    if (file === undefined) return null;
    mkdirSync(folder, { recursive: true });
    if (spawnSync("dpkg", ["-x", join(downloads, file), folder], { stdio: "ignore" }).status !== 0)
      return null;
  }
  return folder;
}

/** A folder of corpora or labelled data beside the project; null where it is not there. */
export function sharedFolder(name: string): string | null {
  const folder = join(import.meta.dirname, "..", "..", "..", "shared", name);
  return existsSync(folder) ? folder : null;
}

/** An archive unpacked once. */
export function unpacked(archive: string, name: string): string {
  const folder = join(BENCH_HOME, "unpacked", name);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    const { status } = spawnSync("tar", ["xzf", archive, "-C", folder]);
    if (status !== 0) throw new Error(`cannot unpack ${archive}`);
  }
  return folder;
}

/** A git bundle's branch, checked out once. */
export function checkedOut(bundle: string, branch: string, name: string): string {
  const folder = join(BENCH_HOME, "unpacked", name);
  if (!existsSync(folder)) {
    const { status } = spawnSync("git", ["clone", "-q", "-b", branch, bundle, folder]);
    if (status !== 0) throw new Error(`cannot clone ${bundle}`);
  }
  return folder;
}
