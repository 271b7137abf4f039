import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConnectorSession } from "../../src/contract/connector.ts";
import { createTestHost } from "../../test/kit/connector-host.ts";
import type { TestHost } from "../../test/kit/connector-host.ts";
import { fetchText, listAll } from "../../test/kit/connector-kit.ts";
import { createTestRepository } from "../../test/kit/git-place.ts";
import type { TestRepository } from "../../test/kit/git-place.ts";
import { git } from "./connector.ts";

const signal = new AbortController().signal;
let host: TestHost;
let repository: TestRepository;
let spare: string;
const sessions: ConnectorSession[] = [];

beforeEach(() => {
  host = createTestHost({ secrets: { TOKEN: "s3cret-token" } });
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

describe("a hostile repository", () => {
  it("starts none of the programs that it configures", async () => {
    const marker = join(spare, "started");
    const program = join(spare, "program.sh");
    writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> ${marker}\ncat\n`);
    chmodSync(program, 0o755);
    repository.commit({
      "a.md": "# A\n",
      ".gitattributes": "*.md diff=evil filter=evil merge=evil\n*.pdf diff=evil\n",
      "b.pdf": "not really\n",
    });
    repository.commit({ "a.md": "# A, again\n", ".lfsconfig": `[lfs]\n\turl = ext::${program}\n` });
    const settings: Readonly<Record<string, string>> = {
      "core.fsmonitor": program,
      "core.sshCommand": program,
      "core.pager": program,
      "core.editor": program,
      "core.askPass": program,
      "core.gitProxy": program,
      "core.alternateRefsCommand": program,
      "core.hooksPath": spare,
      "diff.external": program,
      "diff.evil.textconv": program,
      "diff.evil.command": program,
      "filter.evil.clean": program,
      "filter.evil.smudge": program,
      "filter.evil.process": program,
      "filter.evil.required": "true",
      "credential.helper": `!${program}`,
      "gpg.program": program,
      "log.showSignature": "true",
      "interactive.diffFilter": program,
      "uploadpack.packObjectsHook": program,
      "remote.origin.url": `ext::${program}`,
      "remote.origin.promisor": "true",
      "remote.origin.partialclonefilter": "blob:none",
      "remote.origin.uploadpack": program,
      "extensions.partialClone": "origin",
      "trailer.evil.command": program,
    };
    for (const [key, value] of Object.entries(settings))
      execFileSync("git", ["config", "--file", join(repository.root, ".git/config"), key, value]);
    for (const hook of [
      "post-checkout",
      "reference-transaction",
      "post-index-change",
      "pre-auto-gc",
      "fsmonitor-watchman",
    ]) {
      for (const folder of [join(repository.root, ".git/hooks"), spare]) {
        mkdirSync(folder, { recursive: true });
        execFileSync("cp", [program, join(folder, hook)]);
      }
    }
    const remote = await open({ location: `file://${repository.root}` });
    expect((await listAll(remote, null)).refs.size).toBe(2);
    // A blob that is not there would be asked of the promisor remote.
    const missing = execFileSync("git", ["hash-object", "--stdin"], {
      input: "# A\n",
      encoding: "utf8",
    }).trim();
    rmSync(join(repository.root, ".git/objects", missing.slice(0, 2), missing.slice(2)));

    const session = await open();
    const { refs } = await listAll(session, null);
    const texts = await Promise.all([...refs.values()].map((ref) => fetchText(session, ref)));

    expect(texts.toSorted()).toEqual(["# A, again\n", "not really\n"]);
    expect(existsSync(marker)).toBe(false);
    // Plain git falls into the trap.
    spawnSync("git", ["-c", "safe.directory=*", "status"], { cwd: repository.root });
    expect(existsSync(marker)).toBe(true);
  });

  it("cannot have an address that starts a program", async () => {
    const marker = join(spare, "started");

    await expect(open({ location: `ext::sh -c touch% ${marker}` })).rejects.toMatchObject({
      code: "SOURCE_INVALID",
    });
    expect(git.Options.safeParse({ location: "--upload-pack=touch" }).success).toBe(false);
    expect(
      git.Options.safeParse({ location: "https://ann:secret@git.example.com/x" }).success,
    ).toBe(false);
    expect(git.Options.safeParse({ location: ".", ref: "--output=x" }).success).toBe(false);
    expect(existsSync(marker)).toBe(false);
  });
});

describe("what cannot be scanned is a typed error", () => {
  it("a repository without commits", async () => {
    await expect(open()).rejects.toMatchObject({
      code: "SOURCE_EMPTY",
      message: expect.stringContaining("no commits"),
    });
  });

  it("a missing place, a folder that is no repository, a file that is no bundle", async () => {
    await expect(open({ location: join(spare, "missing") })).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
    });
    await expect(open({ location: spare })).rejects.toMatchObject({ code: "SOURCE_INVALID" });
    writeFileSync(join(spare, "file"), "words");
    await expect(open({ location: join(spare, "file") })).rejects.toMatchObject({
      code: "SOURCE_INVALID",
    });
  });

  it("a missing ref names what there is", async () => {
    repository.commit({ "a.md": "# A\n" });
    repository.git("branch", "release");

    await expect(open({ ref: "nope" })).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
      message: expect.stringMatching(/main, release/u),
    });
    await expect(
      open({ path: "docs" }).then((session) => listAll(session, null)),
    ).rejects.toMatchObject({ code: "SOURCE_NOT_FOUND" });
  });

  it("a bundle without HEAD is its only branch, else an error that names them", async () => {
    repository.commit({ "a.md": "# A\n" });
    repository.git("bundle", "create", "--quiet", join(spare, "one.bundle"), "main");
    repository.git("branch", "release");
    repository.git("bundle", "create", "--quiet", join(spare, "two.bundle"), "main", "release");

    const session = await open({ location: join(spare, "one.bundle") });
    expect([...(await listAll(session, null)).refs.keys()]).toEqual(["a.md"]);
    await expect(open({ location: join(spare, "two.bundle") })).rejects.toMatchObject({
      code: "SOURCE_INVALID",
      message: expect.stringMatching(/main, release/u),
    });
    const chosen = await open({ location: join(spare, "two.bundle"), ref: "release" });
    expect((await listAll(chosen, null)).refs.size).toBe(1);
  });

  it("a corrupt bundle", async () => {
    repository.commit({ "a.md": "# A\n".repeat(500) });
    const bundle = join(spare, "cut.bundle");
    repository.git("bundle", "create", "--quiet", bundle, "main");
    truncateSync(bundle, 150);

    await expect(open({ location: bundle })).rejects.toMatchObject({ code: "SOURCE_INVALID" });
  });

  it("a remote that does not answer", async () => {
    const error = await open({ location: "http://127.0.0.1:9/nothing.git" }).catch(
      (reason: unknown) => reason,
    );

    expect(error).toMatchObject({ code: "SOURCE_UNREACHABLE" });
  });
});

describe("a remote", () => {
  let server: Server | null = null;
  const requests: { readonly url: string; readonly authorization: string }[] = [];

  afterEach(() => {
    server?.close();
    requests.splice(0);
  });

  /** Serves a bare repository in the old way, as plain files, to those who give the token. */
  async function serve(folder: string): Promise<string> {
    const { readFileSync } = await import("node:fs");
    server = createServer((request, response) => {
      const authorization = request.headers.authorization ?? "";
      const path = join(
        folder,
        decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname),
      );
      requests.push({ url: request.url ?? "", authorization });
      if (!authorization.endsWith(Buffer.from("git:s3cret-token").toString("base64"))) {
        response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
      } else if (existsSync(path) && !path.endsWith("/")) {
        response.end(readFileSync(path));
      } else {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  }

  it("is read with the secret, which stands in no argument, no file and no log", async () => {
    repository.commit({ "a.md": "# A\n" });
    repository.git("clone", "--quiet", "--bare", ".", join(spare, "served.git"));
    execFileSync("git", ["--git-dir", join(spare, "served.git"), "update-server-info"]);
    const location = `${await serve(spare)}/served.git`;
    const credentials = { password: { env: "TOKEN" } };

    const session = await open({ location, credentials });
    const { refs, done } = await listAll(session, null);

    expect([...refs.keys()]).toEqual(["a.md"]);
    const fetchedCount = requests.length;
    await listAll(await open({ location, credentials }), done?.cursor ?? null);
    // The second time only the refs are asked for.
    expect(
      requests.slice(fetchedCount).map(({ url }) => url.replace(/^.*served\.git\//u, "")),
    ).toEqual(["info/refs?service=git-upload-pack", "HEAD"]);
    const secrets = `s3cret|${Buffer.from("git:s3cret-token").toString("base64")}`;
    const kept = spawnSync("grep", ["-rlE", secrets, host.folder], { encoding: "utf8" }).stdout;
    expect(kept).toBe("");
    expect(host.logged.join("\n")).not.toContain("s3cret");
  });

  it("that refuses us is a typed error without the secret, and never prompts", async () => {
    repository.commit({ "a.md": "# A\n" });
    repository.git("clone", "--quiet", "--bare", ".", join(spare, "served.git"));
    const location = `${await serve(spare)}/served.git`;

    await expect(open({ location })).rejects.toMatchObject({ code: "SOURCE_FORBIDDEN" });
  });
});

describe("damage and closing", () => {
  it("hands out the other documents after a damaged object", async () => {
    repository.commit({ "a.md": "# A\n", "b.md": "# B\n", "c.md": "# C\n" });
    const id = repository.git("rev-parse", "HEAD:b.md").trim();
    const object = join(repository.root, ".git/objects", id.slice(0, 2), id.slice(2));
    chmodSync(object, 0o644);
    writeFileSync(object, "damaged");
    const session = await open();
    const { refs } = await listAll(session, null);

    const outcomes = await Promise.allSettled(
      [...refs.values()].map((ref) => fetchText(session, ref)),
    );

    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { reason: "unreadable" } });
  });

  it("leaves no process behind", async () => {
    repository.commit({ "a.md": "# A\n" });
    const session = await open();
    const [ref] = (await listAll(session, null)).refs.values();
    if (ref !== undefined) await fetchText(session, ref);
    const cache = await host.cacheDirectory();
    const running = (): readonly string[] =>
      readdirSync("/proc").filter((name) => {
        if (!/^\d+$/u.test(name)) return false;
        try {
          return execFileSync("cat", [`/proc/${name}/cmdline`], {
            encoding: "utf8",
            stdio: "pipe",
          }).includes(cache);
        } catch {
          return false;
        }
      });
    expect(running()).toHaveLength(1);

    await session.close();
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });

    expect(running()).toEqual([]);
  });
});
