import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConnectorSession, DocumentRef } from "../../src/contract/connector.ts";
import { createTestHost } from "../../test/kit/connector-host.ts";
import type { TestHost } from "../../test/kit/connector-host.ts";
import { fetchText, listAll, readAllAccess } from "../../test/kit/connector-kit.ts";
import type { Listed } from "../../test/kit/connector-kit.ts";
import { createTestRepository } from "../../test/kit/git-place.ts";
import type { TestRepository } from "../../test/kit/git-place.ts";
import { git } from "./connector.ts";

const signal = new AbortController().signal;
const HOUR_MS = 3_600_000;
const FIRST_AT_MS = Date.UTC(2024, 0, 1);
const LONG = Array.from({ length: 40 }, (_, index) => `Line ${index} of a page.`).join("\n");

let host: TestHost;
let repository: TestRepository;
let spare: string;
const sessions: ConnectorSession[] = [];

beforeEach(() => {
  host = createTestHost();
  repository = createTestRepository();
  spare = mkdtempSync(join(tmpdir(), "tidemark-spare-"));
});

afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
  repository.remove();
  host.remove();
  rmSync(spare, { recursive: true, force: true });
});

async function open(options: Readonly<Record<string, unknown>> = {}): Promise<ConnectorSession> {
  const session = await git.open(
    git.Options.parse({ location: repository.root, ...options }),
    host,
    signal,
  );
  sessions.push(session);
  return session;
}

async function list(
  options: Readonly<Record<string, unknown>> = {},
  from: string | null = null,
): Promise<Listed> {
  return listAll(await open(options), from);
}

/** The hour of the commit that the date evidence names; null: there is none. */
function hourOf(ref: DocumentRef | undefined): number | null {
  const at = ref?.dates[0]?.at;
  return at === undefined || at === null ? null : (at - FIRST_AT_MS) / HOUR_MS;
}

describe("the last change of content", () => {
  it("is the author's of the newest commit that changed it; renames and modes change nothing", async () => {
    repository.commit({ "a.md": LONG, "b.md": "# B\n" });
    repository.commit({ "a.md": `${LONG}\nmore` }, { name: "Bob", email: "bob@example.com" });
    repository.move("a.md", "guide/a.md");
    repository.commit({}, { name: "Cleo", email: "cleo@example.com" });
    repository.git("update-index", "--chmod=+x", "guide/a.md");
    repository.git("commit", "--quiet", "--message", "mode");

    const { refs } = await list();

    expect(hourOf(refs.get("guide/a.md"))).toBe(1);
    expect(refs.get("guide/a.md")?.owners).toEqual([
      { name: "Bob", email: "bob@example.com", readFrom: "git author" },
    ]);
    expect(refs.get("guide/a.md")?.dates).toMatchObject([
      { kind: "modified", readFrom: "git author date", trustRatio: 0.8 },
    ]);
    expect(hourOf(refs.get("b.md"))).toBe(0);
  });

  it("counts a rename with other words as a change", async () => {
    repository.commit({ "a.md": LONG });
    repository.move("a.md", "b.md");
    repository.commit({ "b.md": `${LONG}\nmore` });

    expect(hourOf((await list()).refs.get("b.md"))).toBe(1);
  });

  it("follows names that were swapped in one commit", async () => {
    repository.commit({ "a.md": `a\n${LONG}` });
    repository.commit({ "b.md": `b\n${LONG.toUpperCase()}` });
    repository.move("a.md", "c.md");
    repository.move("b.md", "a.md");
    repository.move("c.md", "b.md");
    repository.git("add", "--all");
    repository.commit({});

    const { refs } = await list();

    // git sees two changed files and no rename: the swap is the last change of both.
    expect([hourOf(refs.get("a.md")), hourOf(refs.get("b.md"))]).toEqual([2, 2]);
  });

  it("looks through a merge to the side that the content came from", async () => {
    repository.commit({ "a.md": "# A\n", "b.md": "# B\n" });
    repository.git("checkout", "--quiet", "-b", "side");
    repository.commit({ "a.md": "# A, on the side\n" });
    repository.git("checkout", "--quiet", "main");
    repository.commit({ "b.md": "# B, on main\n" });
    repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "side");

    const { refs } = await list();

    expect([hourOf(refs.get("a.md")), hourOf(refs.get("b.md"))]).toEqual([1, 2]);
  });

  it("is the merge's where it made a content that neither side had", async () => {
    repository.commit({ "a.md": `one\n${LONG}\ntwo\n` });
    repository.git("checkout", "--quiet", "-b", "side");
    repository.commit({ "a.md": `ONE\n${LONG}\ntwo\n` });
    repository.git("checkout", "--quiet", "main");
    repository.commit({ "a.md": `one\n${LONG}\nTWO\n` });
    repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "side");

    expect(hourOf((await list()).refs.get("a.md"))).toBe(3);
  });

  it("names authors as .mailmap has them now", async () => {
    repository.commit({ "a.md": "# A\n" }, { name: "ann", email: "ann@old.example.com" });
    repository.commit({ ".mailmap": "Ann Author <ann@example.com> <ann@old.example.com>\n" });

    expect((await list()).refs.get("a.md")?.owners).toEqual([
      { name: "Ann Author", email: "ann@example.com", readFrom: "git author" },
    ]);
  });

  it("is not known behind the end of a shallow clone", async () => {
    repository.commit({ "old.md": "# Old\n", "new.md": "# New\n" });
    repository.commit({ "other.md": "# Other\n" });
    repository.commit({ "new.md": "# New, again\n" });
    execFileSync("git", [
      "clone",
      "--quiet",
      "--depth=2",
      `file://${repository.root}`,
      join(spare, "shallow"),
    ]);

    const { refs } = await list({ location: join(spare, "shallow") });

    expect(hourOf(refs.get("new.md"))).toBe(2);
    expect(refs.get("old.md")?.dates).toEqual([]);
    expect(refs.get("old.md")?.owners).toEqual([]);
  });
});

describe("from a cursor", () => {
  it("walks nothing while the commit and the options are the same", async () => {
    repository.commit({ "a.md": "# A\n" });
    const { done } = await list();

    const again = await list({}, done?.cursor ?? null);
    expect([again.done, again.refs.size]).toEqual([
      { kind: "done", listing: "delta", cursor: done?.cursor },
      0,
    ]);
    const narrower = await list({ exclude: ["x/**"] }, done?.cursor ?? null);
    expect([narrower.done?.listing, narrower.refs.size]).toEqual(["full", 1]);
  });

  it("tells what was renamed since, over several names and with changes between", async () => {
    repository.commit({ "a.md": LONG, "gone.md": "# G\n", "kept.md": "# K\n" });
    const { done } = await list();
    repository.move("a.md", "b.md");
    repository.commit({});
    repository.move("b.md", "deep/c.md");
    repository.commit({ "deep/c.md": `${LONG}\nmore`, "gone.md": null });

    const { refs } = await list({}, done?.cursor ?? null);

    expect([...refs.values()].map((ref) => [ref.locator, ref.movedFrom])).toEqual([
      ["deep/c.md", "a.md"],
      ["kept.md", null],
    ]);
    expect((await list()).refs.get("deep/c.md")?.movedFrom).toBeNull();
  });

  it("lists all of it after history was written again", async () => {
    repository.commit({ "a.md": "# A\n" });
    const { done } = await list();
    repository.git("commit", "--quiet", "--amend", "--message", "again");
    repository.git("reflog", "expire", "--expire=now", "--all");
    repository.git("gc", "--quiet", "--prune=now");

    expect((await list({}, done?.cursor ?? null)).refs.size).toBe(1);
  });
});

describe("the tree", () => {
  it("holds documents, assets, links, submodules and LFS pointers", async () => {
    const inner = createTestRepository();
    inner.commit({ "x.md": "# X\n" });
    repository.commit({
      "docs/a.md": "# A\n",
      "docs/pic.png": "png",
      "big.pdf": `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 5\n`,
    });
    symlinkSync("docs/a.md", join(repository.root, "link.md"));
    symlinkSync("/etc/passwd", join(repository.root, "escape.md"));
    symlinkSync("../../../etc/passwd", join(repository.root, "docs/up.md"));
    symlinkSync("round.md", join(repository.root, "round.md"));
    repository.git("submodule", "--quiet", "add", inner.root, "vendor");
    repository.commit({});
    inner.remove();

    const session = await open();
    const { refs, assets } = await listAll(session, null);

    expect([...refs.keys()].toSorted()).toEqual(["big.pdf", "docs/a.md", "link.md", "vendor"]);
    expect(assets).toEqual([".gitmodules", "docs/pic.png", "docs/up.md", "escape.md", "round.md"]);
    expect(refs.get("vendor")?.unreadable?.reason).toBe("submodule");
    const pointer = refs.get("big.pdf");
    const link = refs.get("link.md");
    if (pointer === undefined || link === undefined) throw new Error("not listed");
    await expect(fetchText(session, pointer)).rejects.toMatchObject({ reason: "lfs-pointer" });
    expect(await fetchText(session, link)).toBe("# A\n");
  });

  it("may be scanned from a folder on, with addresses by the template", async () => {
    repository.commit({ "docs/a b.md": "# A\n", "other.md": "# O\n", "docs-2/x.md": "# X\n" });
    const { refs } = await list({ path: "docs/", uri: "https://git.example.com/kb/{ref}/{path}" });

    expect([...refs.values()].map(({ locator, uri }) => [locator, uri])).toEqual([
      ["a b.md", "https://git.example.com/kb/main/docs/a%20b.md"],
    ]);
  });

  it("is read from bare repositories, worktrees, borrowed objects, packed refs and tags", async () => {
    repository.commit({ "a.md": "# A\n" });
    repository.git("tag", "--annotate", "--message", "first", "v1");
    repository.git("pack-refs", "--all");
    repository.git("gc", "--quiet");
    repository.git("worktree", "add", "--quiet", "-b", "side", join(spare, "worktree"));
    repository.git("clone", "--quiet", "--bare", "--shared", ".", join(spare, "shared.git"));

    for (const options of [
      {},
      { ref: "v1" },
      { location: join(spare, "worktree") },
      { location: join(spare, "shared.git") },
    ]) {
      const session = await open(options);
      const [ref] = (await listAll(session, null)).refs.values();
      expect([options, ref === undefined ? null : await fetchText(session, ref)]).toEqual([
        options,
        "# A\n",
      ]);
    }
  });

  it("is read from a repository with SHA-256 ids", async () => {
    const modern = createTestRepository(["--object-format=sha256"]);
    modern.commit({ "a.md": "# A\n" });
    try {
      const session = await open({ location: modern.root });
      const [ref] = (await listAll(session, null)).refs.values();

      expect(ref?.revision).toMatch(/^[0-9a-f]{64}-/u);
      expect(ref === undefined ? "" : await fetchText(session, ref)).toBe("# A\n");
    } finally {
      modern.remove();
    }
  });

  it("may have names that are no UTF-8", async () => {
    writeFileSync(
      Buffer.concat([Buffer.from(`${repository.root}/`), Buffer.from("caf\xe9.md", "latin1")]),
      "# C\n",
    );
    mkdirSync(join(repository.root, "sub"));
    repository.commit({ "sub/café.md": "# D\n" });

    const { refs } = await list();

    expect(
      [...refs.values()].map((ref) => [ref.locator, ref.unreadable?.reason ?? null, hourOf(ref)]),
    ).toEqual([
      ["caf\uFFFDe9.md", "name-not-utf8", 0],
      ["sub/café.md", null, 0],
    ]);
  });
});

describe("owners and access", () => {
  it("come from CODEOWNERS before the author, and change the revision", async () => {
    repository.commit({ "docs/a.md": "# A\n", "b.md": "# B\n" });
    const before = await list();
    repository.commit({
      ".github/CODEOWNERS": "* @org/all\n/docs/ docs@example.com\n",
      CODEOWNERS: "* @nobody\n",
    });
    const after = await list();

    expect(
      after.refs
        .get("docs/a.md")
        ?.owners.map(({ name, email, readFrom }) => [name, email, readFrom]),
    ).toEqual([
      ["docs@example.com", "docs@example.com", "CODEOWNERS"],
      ["Ann Author", "ann@example.com", "git author"],
    ]);
    expect(after.refs.get("b.md")?.owners[0]?.name).toBe("@org/all");
    expect(after.refs.get("b.md")?.revision).not.toBe(before.refs.get("b.md")?.revision);
  });

  it("are what the configuration declares, else unknown", async () => {
    repository.commit({ "a.md": "# A\n" });
    const accessWith = async (options: Readonly<Record<string, unknown>>): Promise<unknown> => {
      const session = await open(options);
      return (await readAllAccess(session, [...(await listAll(session, null)).refs.values()])).get(
        "a.md",
      );
    };

    expect(await accessWith({})).toEqual({ kind: "unknown", reason: "not-declared" });
    expect(
      await accessWith({ access: { readers: ["group:corp:docs"] }, realm: "corp" }),
    ).toMatchObject({
      realm: "corp",
      gates: [
        {
          gate: {
            entries: [{ effect: "allow", principals: [{ kind: "group", id: "group:corp:docs" }] }],
          },
        },
      ],
    });
  });
});
