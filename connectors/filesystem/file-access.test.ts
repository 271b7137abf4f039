import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConnectorSession } from "../../src/contract/connector.ts";
import type { Access, Gate } from "../../src/model/access.ts";
import { createTestHost } from "../../test/kit/connector-host.ts";
import { listAll, readAllAccess } from "../../test/kit/connector-kit.ts";
import { filesystem } from "./connector.ts";
import { createAclReader, readWithLs } from "./extended-acl.ts";
import type { AclState } from "./gates.ts";
import { GetfaclProcess } from "./getfacl-process.ts";

const host = createTestHost();
const signal = new AbortController().signal;
const isRoot = process.getuid?.() === 0;
const hasAclTools = spawnSync("setfacl", ["--version"]).status === 0;

const OWNER = 41_001;
const GROUP = 41_002;
const STRANGER = 41_003;

let root: string;
const sessions: ConnectorSession[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tidemark-modes-"));
  chmodSync(root, 0o755);
});

afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
  spawnSync("chmod", ["-R", "u+rwx", root]);
  rmSync(root, { recursive: true, force: true });
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

async function accessOf(
  options: Readonly<Record<string, unknown>> = {},
): Promise<ReadonlyMap<string, Access>> {
  const session = await open(options);
  return readAllAccess(session, [...(await listAll(session, null)).refs.values()]);
}

async function readWithGetfacl(paths: readonly string[]): Promise<readonly AclState[] | null> {
  const getfacl = new GetfaclProcess();
  try {
    await getfacl.read(["/"]);
    return await getfacl.read(paths);
  } finally {
    getfacl.close();
  }
}

interface Reader {
  readonly userId: number;
  readonly groupIds: readonly number[];
}

const READERS: readonly Reader[] = [
  { userId: OWNER, groupIds: [GROUP] },
  { userId: OWNER, groupIds: [STRANGER] },
  { userId: STRANGER, groupIds: [GROUP] },
  { userId: STRANGER, groupIds: [STRANGER, GROUP] },
  { userId: STRANGER, groupIds: [STRANGER] },
];

function passes(gate: Gate, reader: Reader): boolean {
  for (const { effect, principals } of gate.entries) {
    const isMatch = principals.some((ref) => {
      if (ref.kind === "user") return ref.id === `user:local:${reader.userId}`;
      if (ref.kind === "group") return reader.groupIds.some((id) => ref.id === `group:local:${id}`);
      return ref.kind === "everyone";
    });
    if (isMatch) return effect === "allow";
  }
  return false;
}

function mayRead(access: Access | undefined, reader: Reader): boolean {
  return access?.kind === "known" && access.gates.every(({ gate }) => passes(gate, reader));
}

/** What the kernel says when the reader opens the files; paths that opened are printed. */
function openAs(reader: Reader, paths: readonly string[]): ReadonlySet<string> {
  const opened = new Set<string>();
  const [first = reader.userId] = reader.groupIds;
  const groupsBefore = process.getgroups?.() ?? [];
  process.setgroups?.([...reader.groupIds]);
  process.setegid?.(first);
  process.seteuid?.(reader.userId);
  try {
    for (const path of paths) {
      try {
        closeSync(openSync(path, "r"));
        opened.add(path);
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "EACCES")) throw error;
      }
    }
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
    process.setgroups?.(groupsBefore);
  }
  return opened;
}

describe("mode bits", () => {
  it.skipIf(!isRoot)(
    "say of every mode of file and folder what the kernel says (needs root)",
    async () => {
      const paths: string[] = [];
      for (let bits = 0; bits < 8; bits += 1) {
        // One bit for each class, at the place where it counts: read for files, traverse for folders.
        const fileMode = ((bits & 4) << 6) | ((bits & 2) << 4) | ((bits & 1) << 2);
        for (let folderBits = 0; folderBits < 8; folderBits += 1) {
          const folder = `folder-${folderBits}`;
          mkdirSync(join(root, folder), { recursive: true });
          const path = `${folder}/file-${bits}.md`;
          writeFileSync(join(root, path), "words");
          chownSync(join(root, path), OWNER, GROUP);
          chmodSync(join(root, path), fileMode);
          paths.push(path);
        }
      }
      for (let bits = 0; bits < 8; bits += 1) {
        chownSync(join(root, `folder-${bits}`), OWNER, GROUP);
        chmodSync(join(root, `folder-${bits}`), ((bits & 4) << 4) | ((bits & 2) << 2) | (bits & 1));
      }

      const access = await accessOf();

      const whole = paths.map((path) => join(root, path));
      for (const reader of READERS) {
        const opened = openAs(reader, whole);
        const ours = paths.filter((path) => mayRead(access.get(path), reader));
        expect([reader, ours]).toEqual([
          reader,
          paths.filter((path) => opened.has(join(root, path))),
        ]);
      }
    },
  );

  it("count on folders above the root too", async () => {
    mkdirSync(join(root, "closed", "inner"), { recursive: true });
    writeFileSync(join(root, "closed", "inner", "a.md"), "words");
    chmodSync(join(root, "closed"), 0o750);

    const access = (await accessOf({ path: join(root, "closed", "inner") })).get("a.md");

    expect(access?.kind === "known" ? access.gates.map(({ origin }) => origin) : []).toEqual([
      expect.stringMatching(/\/closed\/ \(folder\)$/u),
      expect.stringMatching(/\/a\.md \(file\)$/u),
    ]);
  });

  it("make one gate for a file that everyone may read", async () => {
    writeFileSync(join(root, "a.md"), "words");
    chmodSync(join(root, "a.md"), 0o644);

    expect((await accessOf({ realm: "host-1" })).get("a.md")).toMatchObject({
      realm: "host-1",
      gates: [
        {
          gate: {
            entries: [{ effect: "allow", principals: [{ kind: "everyone", realm: "host-1" }] }],
          },
        },
      ],
    });
  });
});

describe.skipIf(!hasAclTools)("extended ACLs (needs setfacl)", () => {
  beforeEach(() => {
    mkdirSync(join(root, "folder"));
    for (const path of ["a.md", "b c.md", "é\\x.md", "folder/d.md"])
      writeFileSync(join(root, path), "words");
  });

  const setfacl = (path: string): void => {
    execFileSync("setfacl", ["-m", `u:${STRANGER}:rwx`, join(root, path)]);
  };

  it("make the file unknown, and everything in such a folder", async () => {
    setfacl("b c.md");
    setfacl("folder");

    const access = await accessOf();

    expect(access.get("a.md")?.kind).toBe("known");
    expect(access.get("b c.md")).toEqual({ kind: "unknown", reason: "extended-acl" });
    expect(access.get("folder/d.md")).toEqual({ kind: "unknown", reason: "extended-acl" });
  });

  it("on a folder change the access revision of what is in it", async () => {
    const before = await listAll(await open(), null);
    // A mask like the group bits before: the mode stays the same.
    execFileSync("setfacl", ["-m", `u:${STRANGER}:---`, "-n", join(root, "folder")]);
    const after = await listAll(await open(), null);

    expect(after.refs.get("folder/d.md")?.revision).toBe(before.refs.get("folder/d.md")?.revision);
    expect(after.refs.get("folder/d.md")?.accessRevision).not.toBe(
      before.refs.get("folder/d.md")?.accessRevision,
    );
    expect(after.digests.get("folder/")).not.toBe(before.digests.get("folder/"));
  });

  it.each([
    ["getfacl", readWithGetfacl],
    ["ls", readWithLs],
  ])("are told by %s for odd names, and a vanished file is unreadable", async (_, read) => {
    setfacl("b c.md");
    setfacl("é\\x.md");

    const states = await read(
      ["a.md", "gone.md", "b c.md", "é\\x.md", "folder"].map((path) => join(root, path)),
      signal,
    );

    expect(states).toEqual(["none", "unreadable", "extended", "extended", "none"]);
  });

  it.each([
    ["getfacl", readWithGetfacl],
    ["ls", readWithLs],
  ])("are never denied by %s for a name with a line break", async (_, read) => {
    const path = join(root, "line\nbreak.md");
    writeFileSync(path, "words");
    execFileSync("setfacl", ["-m", `u:${STRANGER}:r`, path]);

    const states = await read([path, join(root, "a.md")], signal);

    expect(states).toEqual(["unreadable", "none"]);
  });
});

describe.skipIf(!hasAclTools)("one getfacl (needs getfacl)", () => {
  it("answers many questions at once, each in its own order", async () => {
    const paths = Array.from({ length: 300 }, (_, index) => join(root, `file-${index}.md`));
    for (const path of paths) writeFileSync(path, "words");
    execFileSync("setfacl", [
      "-m",
      `u:${STRANGER}:r`,
      ...paths.filter((_, index) => index % 7 === 0),
    ]);
    const getfacl = new GetfaclProcess();

    const rounds = await Promise.all(
      [paths, paths.toReversed(), ["/"], [join(root, "gone.md")], []].map((asked) =>
        getfacl.read(asked),
      ),
    );
    getfacl.close();

    const expected = paths.map((_, index) => (index % 7 === 0 ? "extended" : "none"));
    expect(rounds).toEqual([expected, expected.toReversed(), ["none"], ["unreadable"], []]);
    expect(await getfacl.read(["/"])).toEqual(["unreadable"]);
  });
});

it("asks ls where there is no getfacl", async () => {
  writeFileSync(join(root, "a.md"), "words");
  const reader = createAclReader(new GetfaclProcess("no-such-getfacl"));

  const rounds = await Promise.all([
    reader.read([join(root, "a.md")], signal),
    reader.read([join(root, "gone.md")], signal),
  ]);
  reader.close();

  expect(rounds).toEqual([["none"], ["unreadable"]]);
});

describe("other file systems", () => {
  it("have unknown access, unless they are trusted or the readers are declared", async () => {
    // /proc is no file system of ours, and always there.
    const options = { path: "/proc/self/status" };

    expect([...(await accessOf(options)).values()]).toEqual([
      { kind: "unknown", reason: "file-system" },
    ]);
    expect([
      ...(await accessOf({ ...options, access: { readers: "everyone" } })).values(),
    ]).toMatchObject([{ kind: "known", gates: [{ origin: "configuration (access)" }] }]);
    expect([...(await accessOf({ ...options, trust_file_system: true })).values()]).toMatchObject([
      { kind: "known" },
    ]);
    expect(host.logged.some((line) => line.startsWith("filesystem.not-local"))).toBe(true);
  });

  it("a declaration does not count where the file system says who may read", async () => {
    writeFileSync(join(root, "a.md"), "words");
    chmodSync(join(root, "a.md"), 0o600);

    const access = (await accessOf({ access: { readers: "anyone" } })).get("a.md");

    expect(mayRead(access, { userId: STRANGER, groupIds: [STRANGER] })).toBe(false);
    expect(JSON.stringify(access)).not.toContain("anyone");
  });
});

describe("files that are copies", () => {
  it("have the declared readers, whatever their modes, and none declared is unknown", async () => {
    writeFileSync(join(root, "a.md"), "words");
    chmodSync(join(root, "a.md"), 0o644);
    const copies = { files_are_copies: true };

    const declared = (await accessOf({ ...copies, access: { readers: "everyone" } })).get("a.md");

    expect(declared).toMatchObject({
      kind: "known",
      gates: [{ origin: "configuration (access)" }],
    });
    expect((await accessOf(copies)).get("a.md")).toEqual({
      kind: "unknown",
      reason: "not-declared",
    });
  });
});
