import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { z } from "zod";
import { compare, runOnce, type BenchOptions, type BenchRow, type Comparison } from "./measure.ts";
import { BENCH_HOME, checkedOut, debianFiles, npmPeer, sharedFolder, unpacked } from "./peers.ts";
import { smallFiles } from "./small-files.ts";
import { firstScan } from "./tidemark.ts";

/** First scans against peers: performance goals of a scan with everything in it. */
export async function benchScan({
  rounds,
  isLarge,
  only,
}: BenchOptions): Promise<readonly BenchRow[]> {
  const makers = {
    markdown: markdownRow,
    html: htmlRow,
    rustdoc: rustdocRow,
    pdf: pdfRow,
    docx: docxRow,
    small: () => memoryRow(100_000),
    large: () => (isLarge ? memoryRow(1_000_000) : Promise.resolve(null)),
  };
  const rows: BenchRow[] = [];
  for (const [name, make] of Object.entries(makers)) {
    if (only !== null && only !== name) continue;
    const row = await make(rounds);
    if (row) rows.push(row);
  }
  return rows;
}

async function seconds(run: Promise<{ readonly seconds: number }>): Promise<number> {
  return (await run).seconds;
}

/** A comparison with the memory of one more run of ours. */
async function withMemory(path: string, comparison: Comparison): Promise<BenchRow> {
  const row = await compare(comparison);
  const { peakBytes, largestProcessBytes } = await firstScan(path, true);
  return { ...row, peakBytes, largestProcessBytes };
}

async function markdownRow(rounds: number): Promise<BenchRow | null> {
  const corpora = sharedFolder("corpora");
  if (corpora === null) return null;
  const path = checkedOut(join(corpora, "sourcegraph-handbook.bundle"), "main", "handbook");
  const peer = npmPeer(
    "remark-cli@12.0.1 remark-validate-links@13.1.0 remark-gfm@4.0.1 remark-frontmatter@5.0.0",
  );
  const remark = peer && join(peer, "node_modules", ".bin", "remark");
  const plugins = ["remark-frontmatter", "remark-gfm", "remark-validate-links"].flatMap((name) => [
    "--use",
    join(peer ?? "", "node_modules", name, "index.js"),
  ]);
  return withMemory(path, {
    name: "handbook, 889 Markdown files: the whole scan",
    ours: () => seconds(firstScan(path)),
    against: remark
      ? () =>
          seconds(
            runOnce({
              program: remark,
              args: [...plugins, "--no-stdout", "--quiet", "content"],
              cwd: path,
              goodCodes: [1],
            }),
          )
      : null,
    againstName: remark ? "remark-validate-links" : "remark-validate-links (not to be had)",
    rounds,
    goal: { text: "≤ 0.4", maxRatio: 0.4 },
  });
}

async function htmlRow(rounds: number): Promise<BenchRow | null> {
  const files = debianFiles("postgresql-doc-15");
  if (files === null) return null;
  const path = join(files, "usr", "share", "doc", "postgresql-doc-15", "html");
  const peer = npmPeer("linkinator@7.6.1");
  const linkinator = peer && join(peer, "node_modules", ".bin", "linkinator");
  return withMemory(path, {
    name: "PostgreSQL's documentation, 1,169 HTML pages: the whole scan",
    ours: () => seconds(firstScan(path)),
    against: linkinator
      ? () =>
          seconds(
            runOnce({
              program: linkinator,
              args: [
                ".",
                "--recurse",
                "--silent",
                "--skip",
                "^(?!http://localhost)",
                "--check-fragments",
              ],
              cwd: path,
              goodCodes: [1],
            }),
          )
      : null,
    againstName: linkinator ? "linkinator" : "linkinator (not to be had)",
    rounds,
    goal: null,
    note: "the goal, ≤ 0.04, is for links alone, which are no command of ours: not shown",
  });
}

async function rustdocRow(): Promise<BenchRow | null> {
  const files = debianFiles("rust-doc");
  if (files === null) return null;
  const path = join(files, "usr", "share", "doc", "rust-doc", "html");
  return existsSync(path)
    ? onceRow(path, "*.html", "rustdoc, large HTML pages: the whole scan", 500e6)
    : null;
}

/** Files of one kind out of the labelled documents, alone in a folder. */
function filesOf(extension: string): string | null {
  const evaluation = sharedFolder("eval");
  if (evaluation === null) return null;
  const all = unpacked(join(evaluation, "formats", "documents.tar.gz"), "formats");
  const folder = join(BENCH_HOME, "only", extension.slice(1));
  if (existsSync(folder)) return folder;
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(all, { withFileTypes: true, recursive: true })) {
    // A decompression bomb keeps a parser without limits busy for minutes; ours stops it, and the comparison would flatter us.
    if (entry.isFile() && extname(entry.name) === extension && !entry.name.startsWith("bomb")) {
      cpSync(join(entry.parentPath, entry.name), join(folder, entry.name));
    }
  }
  return folder;
}

async function pdfRow(rounds: number): Promise<BenchRow | null> {
  const path = filesOf(".pdf");
  if (path === null) return null;
  const script = peerScript("pdf-parse.mjs", PDF_PEER);
  return withMemory(path, {
    name: `${readdirSync(path).length} PDFs, hostile ones among them: the whole scan`,
    ours: () => seconds(firstScan(path)),
    against: () => seconds(runOnce({ program: process.execPath, args: [script, path] })),
    againstName: "pdf-parse on one thread, 20 s a file at most",
    rounds,
    goal: { text: "≤ 0.6", maxRatio: 0.6 },
  });
}

async function docxRow(rounds: number): Promise<BenchRow | null> {
  const path = filesOf(".docx");
  if (path === null) return null;
  const script = peerScript("mammoth.mjs", DOCX_PEER);
  return withMemory(path, {
    name: `${readdirSync(path).length} DOCX: the whole scan`,
    ours: () => seconds(firstScan(path)),
    against: () => seconds(runOnce({ program: process.execPath, args: [script, path] })),
    againstName: "mammoth on one thread",
    rounds,
    goal: { text: "≤ 0.6", maxRatio: 0.6 },
  });
}

const MODULES = join(import.meta.dirname, "..", "..", "node_modules");

const PDF_PEER = `import { PDFParse } from "${join(MODULES, "pdf-parse/dist/pdf-parse/esm/index.js")}";
import { readdirSync, readFileSync } from "node:fs";
for (const name of readdirSync(process.argv[2])) {
  const parser = new PDFParse({ data: new Uint8Array(readFileSync(process.argv[2] + "/" + name)), verbosity: 0 });
  const late = new Promise((resolve) => setTimeout(resolve, 20_000).unref());
  try { await Promise.race([parser.getText(), late]); } catch {} finally { await parser.destroy().catch(() => {}); }
}
process.exit(0);
`;

const DOCX_PEER = `import mammoth from "${join(MODULES, "mammoth/lib/index.js")}";
import { readdirSync } from "node:fs";
for (const name of readdirSync(process.argv[2])) {
  try { await mammoth.convertToHtml({ path: process.argv[2] + "/" + name }); } catch {}
}
`;

function peerScript(name: string, text: string): string {
  const folder = join(BENCH_HOME, "scripts");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function memoryRow(count: number): Promise<BenchRow> {
  const name = `${count.toLocaleString("en")} small Markdown files: the whole scan`;
  return onceRow(smallFiles(count), "*.md", name, count > 100_000 ? 1e9 : 500e6);
}

/** One first scan, too long for rounds, beside the machine's limit of reading the files, with its memory. */
async function onceRow(
  path: string,
  pattern: string,
  name: string,
  maxBytes: number,
): Promise<BenchRow> {
  const reading = `find '${path}' -name '${pattern}' -print0 | xargs -0 cat > /dev/null`;
  const limit = await runOnce({ program: "sh", args: ["-c", reading] });
  const run = await firstScan(path, true);
  const ratio = run.seconds / limit.seconds;
  const { documents } = Scanned.parse(JSON.parse(run.stdout));
  return {
    name,
    ours: run.seconds,
    against: limit.seconds,
    againstName: "cat (the limit)",
    ratio: { median: ratio, min: ratio, max: ratio },
    rounds: 1,
    goal: `each process ≤ ${maxBytes / 1e6} MB`,
    met: run.largestProcessBytes <= maxBytes,
    peakBytes: run.peakBytes,
    largestProcessBytes: run.largestProcessBytes,
    note: `${documents.total.toLocaleString("en")} documents, ${Math.round(documents.total / run.seconds).toLocaleString("en")} a second`,
  };
}

const Scanned = z.object({ documents: z.object({ total: z.number() }) });
