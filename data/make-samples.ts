import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { strFromU8, strToU8, unzipSync, zipSync, type Unzipped, type Zippable } from "fflate";
import { z } from "zod";

/** One office document of the sample: an entry of `sources/quillmere/pieces.json`. */
const Piece = z.strictObject({
  /** Its text, below the folder of the sources. */
  from: z.string(),
  /** Its file, below the folder of the sample. */
  to: z.string(),
  /** What it really is, whatever its name says. */
  format: z.enum(["docx", "odt", "pdf"]),
  title: z.string(),
  /** Null: the file names nobody. */
  author: z.string().nullable(),
  createdAt: z.iso.datetime(),
  modifiedAt: z.iso.datetime(),
  /** What is done to the finished file; left out: nothing. */
  harm: z.enum(["encrypt", "scan", "truncate"]).optional(),
});
type Piece = z.output<typeof Piece>;
type Office = Piece["format"];

const SOURCES = join(import.meta.dirname, "sources", "quillmere");
const SAMPLE = join(import.meta.dirname, "samples", "quillmere");
const SAMPLE_PASSWORD = "only-a-sample";
/** A constant for every zip entry: the times that count are in the core properties. */
const ZIP_TIME = new Date(2026, 0, 1, 12, 0, 0);

const run = promisify(execFile);
const temp = await mkdtemp(join(tmpdir(), "make-samples-"));

async function make(one: Piece): Promise<void> {
  const target = join(SAMPLE, one.to);
  await mkdir(dirname(target), { recursive: true });
  let file = await convert(join(SOURCES, one.from), one.format);
  if (one.harm === "scan") file = await scan(join(SOURCES, one.from));
  if (one.format === "pdf") file = await stampPdf(file, one);
  else await writeFile(file, stampPackage(await readFile(file), one));
  const bytes = await readFile(file);
  await writeFile(
    target,
    one.harm === "truncate" ? bytes.subarray(0, Math.floor(bytes.length * 0.4)) : bytes,
  );
}

/** LibreOffice's own export of an HTML text; answers the path of the new file. */
async function convert(path: string, format: Office): Promise<string> {
  const filters = {
    docx: "docx:MS Word 2007 XML",
    odt: "odt:writer8",
    pdf: "pdf:writer_pdf_Export",
  };
  const profile = pathToFileURL(join(temp, "profile")).href;
  const infilter = "--infilter=HTML (StarWriter)";
  await run("soffice", [
    `-env:UserInstallation=${profile}`,
    "--headless",
    infilter,
    "--convert-to",
    filters[format],
    "--outdir",
    temp,
    path,
  ]);
  return join(temp, `${basename(path, ".html")}.${format}`);
}

/** The first page of a text as a grey PNG; answers the path of the new file. */
async function paint(path: string, dotsPerInch: number): Promise<string> {
  const page = await convert(path, "pdf");
  const stem = page.replace(/\.pdf$/, "");
  await run("pdftoppm", ["-png", "-gray", "-singlefile", "-r", String(dotsPerInch), page, stem]);
  return `${stem}.png`;
}

/** A page as a copier gives it: a picture, no text. */
async function scan(path: string): Promise<string> {
  const picture = await paint(path, 75);
  const page = join(temp, `${basename(path, ".html")}-scan.html`);
  await writeFile(page, `<html><body><img src="${basename(picture)}" width="600"></body></html>`);
  return await convert(page, "pdf");
}

/** Sets a PDF's Info dictionary, and encrypts it where wanted; the same input gives the same bytes. */
async function stampPdf(path: string, one: Piece): Promise<string> {
  const stem = join(temp, basename(path, ".pdf"));
  const json = await run("qpdf", [path, "--json-output", "-"], { maxBuffer: 1 << 28 });
  const [header, { trailer }] = QpdfJson.parse(JSON.parse(json.stdout)).qpdf;
  const info = trailer.value["/Info"];
  // Only the keys that QpdfJson names: LibreOffice's own id and checksum differ from run to run.
  const update = { qpdf: [header, { [`obj:${info}`]: { value: infoOf(one) }, trailer }] };
  await writeFile(`${stem}.json`, JSON.stringify(update));
  const stamped = `${stem}-stamped.pdf`;
  await run("qpdf", [path, `--update-from-json=${stem}.json`, "--deterministic-id", stamped]);
  if (one.harm !== "encrypt") return stamped;
  const locked = `${stem}-locked.pdf`;
  const lock = ["--encrypt", SAMPLE_PASSWORD, SAMPLE_PASSWORD, "128", "--use-aes=y", "--"];
  await run("qpdf", [
    stamped,
    "--allow-weak-crypto",
    ...lock,
    "--static-id",
    "--static-aes-iv",
    locked,
  ]);
  return locked;
}

/** What is used of qpdf's JSON form of a PDF. */
const QpdfJson = z.object({
  qpdf: z.tuple([
    z.unknown(),
    z.object({
      trailer: z.object({
        value: z.object({ "/Info": z.string(), "/Root": z.string(), "/Size": z.number() }),
      }),
    }),
  ]),
});

function infoOf(one: Piece): Record<string, string> {
  return {
    "/Title": `u:${one.title}`,
    ...(one.author === null ? {} : { "/Author": `u:${one.author}` }),
    "/Creator": one.harm === "scan" ? "u:Copier 3rd floor" : "u:Writer",
    "/Producer": one.harm === "scan" ? "u:Copier" : "u:LibreOffice 7.4",
    "/CreationDate": `u:${pdfDate(one.createdAt)}`,
    "/ModDate": `u:${pdfDate(one.modifiedAt)}`,
  };
}

function pdfDate(iso: string): string {
  return `D:${iso.replaceAll(/[-:TZ]/g, "")}Z`;
}

/** Sets the properties inside a DOCX or ODT and all times of its zip entries. */
function stampPackage(bytes: Uint8Array, one: Piece): Uint8Array {
  const parts = unzipSync(bytes);
  const core = parts["docProps/core.xml"];
  if (core !== undefined) parts["docProps/core.xml"] = strToU8(coreProperties(one));
  const meta = parts["meta.xml"];
  if (meta !== undefined) parts["meta.xml"] = strToU8(odtMeta(strFromU8(meta), one));
  const settings = parts["settings.xml"];
  if (settings !== undefined)
    parts["settings.xml"] = strToU8(withoutRevisionIds(strFromU8(settings)));
  return zipSync(inOrder(parts), { mtime: ZIP_TIME, level: 9 });
}

/**
 * What tells the type comes first, as the programs write it, so that it shows even where the end of the file is missing;
 * ODF wants its `mimetype` unpacked.
 */
function inOrder(parts: Unzipped): Zippable {
  const { "[Content_Types].xml": types, mimetype, ...others } = parts;
  return {
    ...(types === undefined ? {} : { "[Content_Types].xml": types }),
    ...(mimetype === undefined ? {} : { mimetype: [mimetype, { level: 0 }] }),
    ...others,
  };
}

function coreProperties(one: Piece): string {
  const author =
    one.author === null
      ? ""
      : `<dc:creator>${one.author}</dc:creator><cp:lastModifiedBy>${one.author}</cp:lastModifiedBy>`;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${one.title}</dc:title>${author}<dc:language>en-GB</dc:language><cp:revision>3</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">${one.createdAt}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${one.modifiedAt}</dcterms:modified></cp:coreProperties>`;
}

function odtMeta(xml: string, one: Piece): string {
  const dates = `<meta:creation-date>${one.createdAt}</meta:creation-date><dc:date>${one.modifiedAt}</dc:date>`;
  return xml
    .replaceAll(/<(meta:creation-date|dc:date)>[^<]*<\/\1>/g, "")
    .replace("<office:meta>", `<office:meta><dc:title>${one.title}</dc:title>${dates}`);
}

/** The ids of editing sessions are random. */
function withoutRevisionIds(settings: string): string {
  return settings.replaceAll(/(<config:config-item config:name="Rsid(?:Root)?"[^>]*>)\d+/g, "$10");
}

/** A screenshot that somebody saved with the name of a page. */
async function makeMisnamedPicture(): Promise<void> {
  const picture = await paint(join(SOURCES, "handbook", "product", "dashboard.html"), 40);
  await copyFile(picture, join(SAMPLE, "handbook", "product", "dashboard.md"));
}

try {
  const list = await readFile(join(SOURCES, "pieces.json"), "utf8");
  for (const one of z.array(Piece).parse(JSON.parse(list))) await make(one);
  await makeMisnamedPicture();
} finally {
  await rm(temp, { recursive: true, force: true });
}
