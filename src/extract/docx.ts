import { load } from "cheerio/slim";
import { zipSync } from "fflate";
import { Parser } from "htmlparser2";
import mammoth from "mammoth";
import type { DateKind } from "../model/dates.ts";
import { dateEvidence } from "./dates.ts";
import { DocumentDraft } from "./document-draft.ts";
import { HtmlSink } from "./html-sink.ts";
import { ReadFailure, type Extractor, type ReadingInput } from "./reading.ts";
import { unpackZip } from "./zip-parts.ts";

const CREATED_TRUST_RATIO = 0.5;
const MODIFIED_TRUST_RATIO = 0.6;
const CORE_PROPERTIES = "docProps/core.xml";
// The XML of a text of n characters is about ten times as long; more is a bomb or a table of numbers.
const XML_BYTES_PER_CHARACTER = 10;
const MIN_XML_BYTES = 64 * 1024 * 1024;
const STYLE_MAP = ["p[style-name='Title'] => h1:fresh"];

/** Word documents: mammoth turns them into HTML, whose tree is read like any page. */
export const docx: Extractor = {
  lane: "heavy",
  async read(input: ReadingInput) {
    const maxBytes = Math.max(MIN_XML_BYTES, XML_BYTES_PER_CHARACTER * input.textLength);
    const parts = unpackZip(input.body, (name) => /\.(?:xml|rels)$/i.test(name), maxBytes);
    const draft = new DocumentDraft(input.textLength);
    readTree(draft, await toHtml(parts));
    const core = parts.get(CORE_PROPERTIES);
    if (core !== undefined) addCoreProperties(draft, new TextDecoder().decode(core));
    return draft.finish();
  },
};

/** The parts are packed again without pictures and without compression: mammoth then inflates nothing that was not counted. */
async function toHtml(parts: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const buffer = Buffer.from(zipSync(Object.fromEntries(parts), { level: 0 }));
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer },
      {
        styleMap: STYLE_MAP,
        includeEmbeddedStyleMap: false,
        externalFileAccess: false,
        idPrefix: "",
        convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
      },
    );
    return value;
  } catch (error) {
    if (error instanceof RangeError && /allocation failed/i.test(error.message)) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new ReadFailure("corrupt", `the Word document cannot be read: ${detail}`.slice(0, 300), {
      cause: error,
    });
  }
}

// DOM, "Node.TEXT_NODE".
const TEXT_NODE = 3;

type TreeNode = ReturnType<ReturnType<ReturnType<typeof load>["root"]>["contents"]>[number];

function readTree(draft: DocumentDraft, page: string): void {
  const $ = load(page);
  // Word's own bookmarks for tables of contents and cursors say nothing, and pictures have no place to link to.
  $("img").each((_, image) => {
    $(image).replaceWith($("<span>").text($(image).attr("alt") ?? ""));
  });
  $("a[id='_GoBack']").remove();
  const sink = new HtmlSink(draft);
  walk($.root().contents().get(), sink);
  sink.finish();
}

function walk(nodes: readonly TreeNode[], sink: HtmlSink): void {
  for (const node of nodes) {
    if ("attribs" in node) {
      sink.open(node.name, node.attribs, null);
      walk(node.children, sink);
      sink.close(node.name);
    } else if ("data" in node && node.nodeType === TEXT_NODE) sink.addText(node.data);
  }
}

const PROPERTY_DATES: ReadonlyMap<
  string,
  { readonly kind: DateKind; readonly trustRatio: number }
> = new Map([
  ["dcterms:created", { kind: "published", trustRatio: CREATED_TRUST_RATIO }],
  ["dcterms:modified", { kind: "modified", trustRatio: MODIFIED_TRUST_RATIO }],
]);

/** ISO/IEC 29500-2, part "core properties": title, language, category and dates. */
function addCoreProperties(draft: DocumentDraft, xml: string): void {
  let element = "";
  let text = "";
  const parser = new Parser(
    {
      onopentagname: (name) => {
        element = name;
        text = "";
      },
      ontext: (piece) => (text += piece),
      onclosetag: (name) => {
        if (name === element) addProperty(draft, name, text.trim());
        element = "";
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
}

function addProperty(draft: DocumentDraft, name: string, text: string): void {
  if (text === "") return;
  const date = PROPERTY_DATES.get(name);
  if (date !== undefined) draft.addDate(dateEvidence(text, { ...date, readFrom: `OOXML ${name}` }));
  else if (name === "dc:title") draft.fallbackTitle ??= text;
  else if (name === "dc:language") draft.language ??= text;
  else if (name === "cp:category") draft.labels.add(text);
}
