import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConnectorSession, DocumentRef } from "../../src/contract/connector.ts";
import { createTestHost } from "../../test/kit/connector-host.ts";
import { fetchText, listAll, readAllAccess } from "../../test/kit/connector-kit.ts";
import { runUnprivileged } from "../../test/kit/unprivileged.ts";
import { filesystem } from "./connector.ts";

const host = createTestHost();
const signal = new AbortController().signal;
let base: string;
let root: string;
const sessions: ConnectorSession[] = [];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "tidemark-hostile-"));
  chmodSync(base, 0o755);
  root = join(base, "root");
  mkdirSync(root);
});

afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
  spawnSync("chmod", ["-R", "u+rwx", base]);
  rmSync(base, { recursive: true, force: true });
  host.remove();
});

async function open(options: Readonly<Record<string, unknown>> = {}): Promise<ConnectorSession> {
  const session = await filesystem.open(
    filesystem.Options.parse({ path: root, ...options }),
    host,
    signal,
  );
  sessions.push(session);
  return session;
}

function write(path: string | Buffer, text = "text\n"): void {
  const whole =
    typeof path === "string" ? join(root, path) : Buffer.concat([Buffer.from(`${root}/`), path]);
  if (typeof path === "string" && path.includes("/"))
    mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(whole, text);
}

async function locators(
  options: Readonly<Record<string, unknown>> = {},
): Promise<readonly string[]> {
  return [...(await listAll(await open(options), null)).refs.keys()].toSorted();
}

async function refOf(session: ConnectorSession, locator: string): Promise<DocumentRef> {
  const ref = (await listAll(session, null)).refs.get(locator);
  if (ref === undefined) throw new Error(`${locator} is not listed`);
  return ref;
}

describe("symbolic links", () => {
  it("are followed inside the root and never out of it", async () => {
    write("real/page.md", "inside\n");
    writeFileSync(join(base, "secret.md"), "outside\n");
    mkdirSync(join(base, "root-beside"));
    writeFileSync(join(base, "root-beside", "x.md"), "outside\n");
    symlinkSync("real/page.md", join(root, "inside.md"));
    symlinkSync("real", join(root, "folder"));
    symlinkSync("../secret.md", join(root, "escape.md"));
    symlinkSync("../root-beside", join(root, "sibling"));
    symlinkSync("/etc", join(root, "etc"));
    symlinkSync("nowhere.md", join(root, "dangling.md"));

    expect(await locators()).toEqual(["folder/page.md", "inside.md", "real/page.md"]);
    const session = await open();
    expect(await fetchText(session, await refOf(session, "inside.md"))).toBe("inside\n");
    expect(await fetchText(session, await refOf(session, "folder/page.md"))).toBe("inside\n");
  });

  it("never make a circle", async () => {
    write("a/page.md");
    write("b/page.md");
    symlinkSync(".", join(root, "self"));
    symlinkSync("..", join(root, "a", "up"));
    symlinkSync("../b", join(root, "a", "to-b"));
    symlinkSync("../a", join(root, "b", "to-a"));
    symlinkSync("loop-2", join(root, "loop-1"));
    symlinkSync("loop-1", join(root, "loop-2"));

    expect(await locators()).toEqual([
      "a/page.md",
      "a/to-b/page.md",
      "b/page.md",
      "b/to-a/page.md",
    ]);
  });

  it("do not lead to what is excluded", async () => {
    write("drafts/page.md");
    symlinkSync("drafts/page.md", join(root, "link.md"));
    symlinkSync("drafts", join(root, "link"));

    expect(await locators({ exclude: ["drafts/**"] })).toEqual([]);
  });

  it("swapped in for a folder after the listing hand out nothing from outside", async () => {
    write("docs/page.md", "inside\n");
    mkdirSync(join(base, "outside"));
    writeFileSync(join(base, "outside", "page.md"), "secret\n");
    const session = await open();
    const ref = await refOf(session, "docs/page.md");

    renameSync(join(root, "docs"), join(base, "docs"));
    symlinkSync("../outside", join(root, "docs"));

    await expect(fetchText(session, ref)).rejects.toMatchObject({ reason: "vanished" });
    expect((await readAllAccess(session, [ref])).get("docs/page.md")).toEqual({
      kind: "unknown",
      reason: "unreadable",
    });
  });

  it("swapped in for a file are not followed out", async () => {
    write("page.md");
    const session = await open();
    const ref = await refOf(session, "page.md");

    rmSync(join(root, "page.md"));
    symlinkSync("/etc/passwd", join(root, "page.md"));

    await expect(fetchText(session, ref)).rejects.toMatchObject({ reason: "vanished" });
  });

  it("need both ways open: to the link and to where it leads", async () => {
    write("closed/page.md");
    symlinkSync("closed/page.md", join(root, "link.md"));
    const before = await listAll(await open(), null);
    chmodSync(join(root, "closed"), 0o750);
    const session = await open();
    const after = await listAll(session, null);

    const access = (await readAllAccess(session, [...after.refs.values()])).get("link.md");
    expect(JSON.stringify(access)).toContain("closed/ (folder)");
    expect(after.refs.get("link.md")?.accessRevision).not.toBe(
      before.refs.get("link.md")?.accessRevision,
    );
    expect(after.digests.get("")).not.toBe(before.digests.get(""));
  });
});

describe("odd entries", () => {
  it("lists names that are no UTF-8 under locators of their own, as unreadable", async () => {
    write(Buffer.from("caf\xe9.md", "latin1"));
    write(Buffer.from("caf\xe8.md", "latin1"));
    write("café.md");
    mkdirSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from("ordner\xfc", "latin1")]));
    writeFileSync(
      Buffer.concat([Buffer.from(`${root}/`), Buffer.from("ordner\xfc/page.md", "latin1")]),
      "below\n",
    );

    const session = await open();
    const { refs } = await listAll(session, null);

    expect([...refs.keys()].toSorted()).toEqual(
      ["caf\uFFFDe8.md", "caf\uFFFDe9.md", "café.md", "ordner\uFFFDfc/page.md"].toSorted(),
    );
    expect(refs.get("caf\uFFFDe9.md")?.unreadable?.reason).toBe("name-not-utf8");
    expect(refs.get("caf\uFFFDe9.md")?.uri).toMatch(/caf%E9\.md$/u);
    const access = await readAllAccess(session, [...refs.values()]);
    expect(new Set([...access.values()].map(({ kind }) => kind))).toEqual(new Set(["known"]));
    const below = refs.get("ordner\uFFFDfc/page.md");
    expect(below === undefined ? "" : await fetchText(session, below)).toBe("below\n");
  });

  it("ignores pipes and does not hang on one that takes a file's place", async () => {
    write("page.md");
    execFileSync("mkfifo", [join(root, "pipe.md")]);
    const session = await open();
    const ref = await refOf(session, "page.md");
    expect(await locators()).toEqual(["page.md"]);

    rmSync(join(root, "page.md"));
    execFileSync("mkfifo", [join(root, "page.md")]);

    await expect(fetchText(session, ref)).rejects.toMatchObject({ reason: "vanished" });
  });

  it("never takes a hard-linked file's inode for an identity", async () => {
    write("one.md");
    write("alone.md");
    linkSync(join(root, "one.md"), join(root, "two.md"));
    const { refs } = await listAll(await open(), null);

    expect([refs.get("one.md")?.identity, refs.get("two.md")?.identity]).toEqual([null, null]);
    expect(refs.get("alone.md")?.identity).toContain(String(statSync(join(root, "alone.md")).ino));
  });

  it("keeps going when files vanish while it lists", async () => {
    for (let index = 0; index < 60; index += 1) write(`folder-${index}/page.md`);
    const session = await open();
    const seen: string[] = [];
    let last = "";
    for await (const event of session.list(null, signal)) {
      last = event.kind;
      if (seen.length === 0) rmSync(join(root, "folder-30"), { recursive: true });
      seen.push(event.kind);
    }

    expect(last).toBe("done");
    expect(seen).not.toContain("failed");
  });

  it("lists a folder whose names may be read but not looked at as one failed subtree", async () => {
    write("blind/page.md");
    write("blind/deep/page.md");
    write("seen.md");
    chmodSync(join(root, "blind"), 0o444);

    const listed = await runUnprivileged(async () => listAll(await open(), null));

    expect(listed.failed.map(({ scope }) => scope)).toEqual([
      { kind: "subtree", prefix: "blind/" },
    ]);
    expect([...listed.refs.keys()]).toEqual(["seen.md"]);
  });
});

describe("what is a document", () => {
  it("goes by type, include and exclude", async () => {
    for (const path of [
      "a.md",
      "b.PDF",
      "c.yaml",
      "docs/d.html",
      "docs/e.png",
      "README",
      "node_modules/x.md",
      ".git/y.md",
      "sub/.git/z.md",
    ]) {
      write(path);
    }

    expect(await locators()).toEqual(["README", "a.md", "b.PDF", "docs/d.html"]);
    expect(await locators({ include: ["docs/**"] })).toEqual(["docs/d.html"]);
    expect(await locators({ include: ["**", "**/*.yaml"] })).toEqual([
      "README",
      "a.md",
      "b.PDF",
      "c.yaml",
      "docs/d.html",
    ]);
    expect(await locators({ exclude: ["docs"] })).toEqual([
      "README",
      "a.md",
      "b.PDF",
      "node_modules/x.md",
    ]);
    expect((await listAll(await open(), null)).assets).toEqual(["c.yaml", "docs/e.png"]);
  });

  it("is a single file, whatever its type, where the path names one", async () => {
    write("notes.cfg", "words\n");
    const session = await open({ path: join(root, "notes.cfg") });
    const ref = await refOf(session, "notes.cfg");

    expect(await fetchText(session, ref)).toBe("words\n");
    expect((await readAllAccess(session, [ref])).get("notes.cfg")?.kind).toBe("known");
  });

  it("carries its modification time as evidence", async () => {
    write("a.md");
    utimesSync(join(root, "a.md"), 1_600_000_000, 1_600_000_000);
    const ref = await refOf(await open({ uri_prefix: "https://files.example.com/kb" }), "a.md");

    expect(ref.dates).toMatchObject([
      { kind: "source_modified", at: 1_600_000_000_000, trustRatio: 0.3 },
    ]);
    expect(ref.uri).toBe("https://files.example.com/kb/a.md");
  });
});

describe("the root", () => {
  it("that is missing or may not be read is a typed error", async () => {
    await expect(open({ path: join(base, "missing") })).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
    });
    chmodSync(root, 0);
    await expect(runUnprivileged(() => open())).rejects.toMatchObject({ code: "SOURCE_FORBIDDEN" });
    await expect(open({ path: "/dev/null" })).rejects.toMatchObject({ code: "SOURCE_INVALID" });
  });

  it("that is another folder than before proves nothing", async () => {
    write("a.md");
    const session = await open();
    renameSync(root, join(base, "old"));
    mkdirSync(root);

    expect((await session.whoAmI(signal)).isProved).toBe(false);
  });

  it("may be empty", async () => {
    const listed = await listAll(await open(), null);

    expect([listed.refs.size, listed.done?.listing]).toEqual([0, "full"]);
  });
});

describe("fetching", () => {
  it("reads what the file holds now, under its own revision", async () => {
    write("a.md", "old\n");
    const session = await open();
    const ref = await refOf(session, "a.md");
    const same = await session.fetch(ref, { maxBytes: 100 }, signal);
    write("a.md", "new words\n");
    const other = await session.fetch(ref, { maxBytes: 100 }, signal);

    expect(same.revision).toBe(ref.revision);
    expect(Buffer.from(other.body).toString()).toBe(readFileSync(join(root, "a.md"), "utf8"));
    expect(other.revision).toBe((await refOf(session, "a.md")).revision);
    rmSync(join(root, "a.md"));
    await expect(session.fetch(ref, { maxBytes: 100 }, signal)).rejects.toMatchObject({
      reason: "vanished",
    });
  });
});
