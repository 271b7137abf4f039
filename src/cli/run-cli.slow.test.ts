import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

// As it is built: npm test builds it first.
const MAIN = fileURLToPath(new URL("../../dist/src/main.js", import.meta.url));

// Each run starts a process, and a scan its workers: seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tidemark-cli-"));
  await write(
    "docs/index.md",
    "---\nlast_reviewed_on: 2026-02-01\nowner: docs@example.com\n---\n# Start here\n\nSee [the rules](rules.md) and [what is gone](gone.md).\n",
  );
  await write(
    "docs/rules.md",
    "---\nlast_reviewed_on: 2020-01-01\n---\n# House rules\n\nShoes stay at the door.\n",
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line as a process of its own, as a person starts it. */
function start(...args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function tidemark(...args: readonly string[]): Promise<Run> {
  const child = start(...args);
  let out = "";
  let err = "";
  child.stdout.on("data", (data) => (out += String(data)));
  child.stderr.on("data", (data) => (err += String(data)));
  const [code] = await once(child, "close");
  return { code: Number(code), out, err };
}

describe("bad usage ends with 2, says so on standard error and nothing on standard output", () => {
  test.each([
    [["scna"], "Did you mean scan?"],
    [["scan", "--formt", "json"], "--format"],
    [["scan", "--format", "pdf"], "Allowed choices are terminal, json, markdown, html"],
    [["findings", "--limit", "0"], "Expected a number from 1 to 10000"],
    [["report", "--db", "none.db"], "there is no tidemark.yaml here and no database"],
    [["scan", "docs", "--config", "x.yaml"], "exclude each other"],
    [["scan", "docs", "--as-of", "soon"], "--as-of: expected a day"],
    [["serve", "docs", "--rescan", "often"], "is no cron expression"],
  ])("%j", async (args, text) => {
    const { code, out, err } = await tidemark(...args);

    expect(err).toContain(text);
    expect(out).toBe("");
    expect(code).toBe(2);
    expect(err).not.toMatch(/\n\s+at .*\.ts:\d+/);
  });
});

test("help and version are no errors", async () => {
  const [help, version] = [await tidemark("--help"), await tidemark("--version")];

  expect(help).toMatchObject({ code: 0, err: "" });
  expect(help.out).toContain("explain [options] <document|finding>");
  expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("a path that is not there is a failed source: 3", async () => {
  expect(await tidemark("scan", "no-such-folder", "--json")).toMatchObject({ code: 3, out: "" });
});

test("a wrong configuration is told with its place: 2", async () => {
  await write(
    "bad/tidemark.yaml",
    "workspace: { id: docs }\nsources:\n  - { id: docs, connector: filesystem, pth: . }\n",
  );

  const { code, err, out } = await tidemark("config", "check", "bad/tidemark.yaml");

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(
    'bad/tidemark.yaml:3:40: sources[0].pth: unknown key; did you mean "path"?',
  );
});

describe("a scan without a configuration", () => {
  test("gives JSON and nothing else on standard output, and 1 when not ready", async () => {
    const { code, out, err } = await tidemark("scan", "docs", "--json", "--as-of", "2026-03-01");

    const report: unknown = JSON.parse(out);
    expect(report).toMatchObject({ workspace: "docs", ready: false, documents: { total: 2 } });
    expect(err).toContain("docs: 2 documents, 2 new");
    expect(code).toBe(1);
  });

  test("a second one has nothing new, and --fail-on never ends with 0", async () => {
    const { code, out, err } = await tidemark(
      "scan",
      "docs",
      "--as-of",
      "2026-03-01",
      "--fail-on",
      "never",
      "-o",
      "report.md",
      "--format",
      "markdown",
    );

    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(err).toContain("nothing changed");
    expect(await readFile(join(folder, "report.md"), "utf8")).toContain("# ");
  });

  test("the database is asked afterwards without naming the path again", async () => {
    const findings = JSON.parse((await tidemark("findings", "--json")).out) as {
      findings: { finding: { ruleId: string; fingerprint: string } }[];
    };
    const broken = findings.findings.find(({ finding }) => finding.ruleId === "broken-link");

    const explained = await tidemark("explain", broken?.finding.fingerprint.slice(0, 10) ?? "");

    expect(explained).toMatchObject({ code: 0 });
    expect(explained.out).toContain("gone.md");
    expect(explained.out).toContain("What to do");
  });

  test("a document is explained by locator and by path, down to the text of its dates", async () => {
    const byLocator = await tidemark("explain", "rules.md", "--as-of", "2026-03-01");
    const byPath = await tidemark("explain", "docs/rules.md", "--as-of", "2026-03-01");

    expect(byLocator.out).toContain("2020-01-01  reviewed");
    expect(byLocator.out).toContain("last_reviewed_on");
    expect(byPath.out).toBe(byLocator.out);
  });

  test("a report as of another day is worked out anew without writing", async () => {
    const { code, out, err } = await tidemark("report", "--json", "--as-of", "2027-09-01");

    expect(err).toBe("");
    expect(JSON.parse(out)).toMatchObject({ takenAt: "2027-09-01T00:00:00.000Z" });
    expect(code).toBe(1);
  });

  test("a document that is not there is met with the nearest ones: 2", async () => {
    const { code, err } = await tidemark("explain", "rulez");

    expect(code).toBe(2);
    expect(err).toContain("Did you mean rules.md?");
  });

  test("a finding is waived with a reason and counts again when it is reopened", async () => {
    const open = JSON.parse(
      (await tidemark("findings", "--rule", "broken-link", "--json")).out,
    ) as { findings: { finding: { fingerprint: string } }[] };
    const id = open.findings[0]?.finding.fingerprint ?? "";

    const waived = await tidemark(
      "waive",
      id,
      "--reason",
      "comes next week",
      "--until",
      "2099-12-31",
    );
    const list = await tidemark("findings", "--rule", "broken-link");
    const reopened = await tidemark("reopen", id);

    expect(waived.code).toBe(0);
    expect(list.out).toContain("No findings like that.");
    expect(reopened.err).toContain("is open");
    expect((await tidemark("waive", id, "--reason", "late", "--until", "2001-01-01")).code).toBe(2);
  });

  test("sources are listed, and an unknown one is told with the nearest name", async () => {
    expect((await tidemark("sources", "list")).out).toContain("docs");
    expect((await tidemark("sources", "accept", "dosc")).err).toContain('Did you mean "docs"?');
    expect((await tidemark("sources", "remove", "docs")).err).toContain("say --yes");
  });
});

test("a source that lost most of its documents is held back with 3, accepted, and erased", async () => {
  const pages = Array.from({ length: 20 }, (_, index) => `lost/page-${index}.md`);
  await Promise.all(pages.map((page) => write(page, `# ${page}\n`)));
  const db = ["--db", "lost.db"];
  await tidemark("scan", "lost", ...db, "-q");
  await Promise.all(pages.slice(3).map((page) => rm(join(folder, page))));

  const suspect = await tidemark("scan", "lost", ...db, "--json");
  const accepted = await tidemark(
    "sources",
    "accept",
    "lost",
    ...db,
    "--json",
    "--fail-on",
    "never",
  );
  const removed = await tidemark("sources", "remove", "lost", ...db, "--yes");

  expect(suspect.code).toBe(3);
  expect(suspect.err).toContain("tidemark sources accept lost");
  expect(JSON.parse(suspect.out)).toMatchObject({ documents: { total: 20 } });
  expect(accepted.code).toBe(0);
  expect(JSON.parse(accepted.out)).toMatchObject({ documents: { total: 3 } });
  expect(removed.code).toBe(0);
  expect((await tidemark("sources", "list", ...db)).out).toBe("There are no sources.\n");
});

test("a configuration without its secret or certificates is refused by its check", async () => {
  const config =
    "workspace: { id: net }\nsources:\n  - { id: net, connector: filesystem, path: . }\nnetwork:\n";
  await write("proxy.yaml", `${config}  proxy: { env: TIDEMARK_TEST_NOT_SET }\n`);
  await write("ca.yaml", `${config}  ca_file: none.pem\n`);

  expect((await tidemark("config", "check", "proxy.yaml")).err).toContain(
    "TIDEMARK_TEST_NOT_SET is not set",
  );
  expect((await tidemark("config", "check", "ca.yaml")).err).toContain("none.pem");
});

test("an interrupted scan ends with 130, and the next one carries on to the end", async () => {
  const files = Array.from({ length: 3000 }, (_, index) =>
    write(`many/${index % 30}/page-${index}.md`, `# Page ${index}\n`),
  );
  await Promise.all(files);
  const child = start("scan", "many", "--db", "many.db");
  let err = "";
  child.stderr.on("data", (data) => {
    err += String(data);
    // A second one would end it at once.
    if (!child.killed && err.includes("reading")) child.kill("SIGINT");
  });

  const [code] = await once(child, "close");
  const next = await tidemark("scan", "many", "--db", "many.db", "--json");

  expect(err).toContain("SCAN_ABORTED");
  expect(code).toBe(130);
  expect(JSON.parse(next.out)).toMatchObject({ documents: { total: 3000 } });
});

test.each(["CI", "FORCE_COLOR"])(
  "what is not a terminal gets no colours, %s or not",
  async (name) => {
    const child = spawn(process.execPath, [MAIN, "scan", "docs", "--db", "plain.db"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: "/usr/bin:/bin", [name]: "1" },
    });
    let text = "";
    child.stdout.on("data", (data) => (text += String(data)));
    child.stderr.on("data", (data) => (text += String(data)));
    await once(child, "close");

    expect(text).toContain("docs");
    expect(text).not.toContain("\u001b");
  },
);

test("serve answers on loopback with the report as page and as JSON, and an interrupt is its usual end", async () => {
  const child = start("serve", "docs", "--db", "serve.db", "--port", "0", "--rescan", "0 6 * * *");
  let err = "";
  const url = await new Promise<string>((resolve) => {
    child.stderr.on("data", (data) => {
      err += String(data);
      const [, found] = /serving (http:\/\/127\.0\.0\.1:\d+)\//.exec(err) ?? [];
      if (found !== undefined) resolve(found);
    });
  });

  const [page, json] = await Promise.all([fetch(url), fetch(`${url}/report.json`)]);

  expect(page.headers.get("content-type")).toContain("text/html");
  expect(await json.json()).toMatchObject({ workspace: "docs", documents: { total: 2 } });
  expect(err).toMatch(/next scan: \d{4}-\d\d-\d\dT/);
  child.kill("SIGTERM");
  expect(await once(child, "close")).toEqual([0, null]);
});

describe("init", () => {
  test("writes a configuration that is well, and never over another", async () => {
    const first = await tidemark(
      "init",
      "docs",
      "--yes",
      "--owner",
      "docs@example.com",
      "--next-review",
      "2027-01-31",
      "-o",
      "tidemark-new.yaml",
    );
    const second = await tidemark("init", "docs", "--yes", "-o", "tidemark-new.yaml");
    const check = await tidemark("config", "check", "tidemark-new.yaml");

    expect(first).toMatchObject({ code: 0, out: "" });
    expect(second.code).toBe(2);
    expect(second.err).toContain("--force replaces it");
    expect(check).toMatchObject({
      code: 0,
      out: "tidemark-new.yaml is well: workspace docs, sources docs (filesystem).\n",
    });
    expect(await readFile(join(folder, "tidemark-new.yaml"), "utf8")).toContain("path: ./docs");
  });
});
