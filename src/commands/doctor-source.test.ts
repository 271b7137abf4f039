import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesystem } from "../../connectors/filesystem/connector.ts";
import type { ConnectorHost } from "../contract/connector.ts";
import { epochMs, sourceId } from "../model/ids.ts";
import type { Stewardship } from "../model/source.ts";
import { checkSource, type SourceCheckup } from "./doctor-source.ts";

const host: ConnectorHost = {
  now: () => epochMs(Date.parse("2026-03-01T00:00:00Z")),
  log: () => {},
  network: { proxyUrl: null, caFile: null },
  cacheDirectory: () => Promise.reject(new Error("a folder needs no cache")),
  resolveSecret: () => Promise.reject(new Error("a folder has no secret")),
};
const STEWARDSHIP: Stewardship = {
  owner: "docs@example.com",
  sla: "yearly",
  escalation: "boss@example.com",
  nextReview: "2027-01-31",
};

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tidemark-doctor-"));
  await mkdir(join(folder, "hr"));
  for (let index = 0; index < 40; index += 1)
    await writeFile(join(folder, `page-${index}.md`), `# Page ${index}\n`);
  await writeFile(join(folder, "hr/pay.md"), "# Pay\n");
});
afterAll(() => rm(folder, { recursive: true }));

/** The clock goes one millisecond on with each look at it. */
function check(path: string, stewardship: Stewardship): Promise<SourceCheckup> {
  let tickMs = 0;
  const tools = { hostFor: () => host, maxDocumentBytes: 1_000_000, tickMs: () => (tickMs += 1) };
  const source = {
    id: sourceId("docs"),
    connector: filesystem,
    options: filesystem.Options.parse({ path }),
    stewardship,
  };
  return checkSource(source, tools, new AbortController().signal);
}

const statuses = ({ steps }: SourceCheckup): string =>
  steps.map(({ name, status }) => `${name} ${status}`).join(", ");

test("a good source is reached, listed, read and guarded", async () => {
  const checkup = await check(folder, STEWARDSHIP);

  expect(checkup.isWell).toBe(true);
  expect(statuses(checkup)).toBe(
    "reach ok, stewardship ok, identity ok, listing ok, fetch ok, access ok",
  );
  expect(checkup.listing).toMatchObject({ documentCount: 41, isCut: false, failedScopes: [] });
  expect(checkup.listing?.perSecond).toBeGreaterThan(0);
  expect(checkup.fetch).toMatchObject({ failedCount: 0, medianMs: 1 });
  expect(checkup.access).toMatchObject({
    knownCount: checkup.access?.sampleCount,
    unknownByReason: {},
  });
});

test("a source that is not there fails at its first step and nothing is made up behind it", async () => {
  const checkup = await check(join(folder, "gone"), STEWARDSHIP);

  expect(checkup).toMatchObject({ isWell: false, listing: null, fetch: null, access: null });
  expect(checkup.steps[0]).toMatchObject({ name: "reach", status: "failed" });
  expect(checkup.steps[0]?.text).toContain("SOURCE_NOT_FOUND");
});

test("nobody answering for it is a warning, and names what is missing", async () => {
  const { isWell, steps } = await check(folder, {
    ...STEWARDSHIP,
    escalation: null,
    nextReview: null,
  });

  expect(isWell).toBe(true);
  expect(steps.find(({ name }) => name === "stewardship")).toEqual({
    name: "stewardship",
    status: "warning",
    text: "no escalation contact, no next review date in the configuration",
  });
});

test("an empty source is not well", async () => {
  await mkdir(join(folder, "hr/empty"));

  const checkup = await check(join(folder, "hr/empty"), STEWARDSHIP);

  expect(checkup.isWell).toBe(false);
  expect(statuses(checkup)).toContain("listing failed");
});
