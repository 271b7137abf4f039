import type { DateKind } from "../model/dates.ts";
import { dateEvidence } from "./dates.ts";
import type { DocumentDraft } from "./document-draft.ts";
import { readPerson } from "./person.ts";

const KIND_BY_PROPERTY: ReadonlyMap<string, DateKind> = new Map<string, DateKind>([
  ["datePublished", "published"],
  ["dateCreated", "published"],
  ["dateModified", "modified"],
  ["lastReviewed", "reviewed"],
  ["expires", "expires"],
]);
const TRUST_RATIO = 0.8;
const MAX_DEPTH = 4;
const MAX_NODE_COUNT = 200;
// What else is dated on a page: its pictures, comments, ratings and offers.
const OTHER_THINGS =
  /Image|Video|Comment|Review|Rating|Offer|Event|Person|Organization|WebSite|Breadcrumb/i;

/** Adds the dates and authors that a page's schema.org block states; a block that is no JSON says nothing. */
export function addJsonLd(draft: DocumentDraft, json: string): void {
  let root: unknown;
  try {
    root = JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return;
    throw error;
  }
  const queue: { readonly node: unknown; readonly depth: number }[] = [{ node: root, depth: 0 }];
  for (let count = 0; queue.length > 0 && count < MAX_NODE_COUNT; count += 1) {
    const { node, depth } = queue.shift() ?? { node: null, depth: 0 };
    if (typeof node !== "object" || node === null || depth > MAX_DEPTH) continue;
    if (Array.isArray(node)) for (const item of node) queue.push({ node: item, depth: depth + 1 });
    else addThing(draft, node, queue, depth);
  }
}

function addThing(
  draft: DocumentDraft,
  thing: object,
  queue: { readonly node: unknown; readonly depth: number }[],
  depth: number,
): void {
  const properties = new Map<string, unknown>(Object.entries(thing));
  if (OTHER_THINGS.test(JSON.stringify(properties.get("@type") ?? ""))) return;
  for (const [property, value] of properties) {
    const kind = KIND_BY_PROPERTY.get(property);
    if (kind !== undefined && typeof value === "string") {
      const place = { kind, readFrom: `JSON-LD ${property}`, trustRatio: TRUST_RATIO };
      draft.addDate(dateEvidence(value, place));
    } else if (property === "author") addAuthors(draft, value);
    else if (
      property === "@graph" ||
      property === "mainEntity" ||
      property === "mainEntityOfPage"
    ) {
      queue.push({ node: value, depth: depth + 1 });
    }
  }
}

function addAuthors(draft: DocumentDraft, value: unknown): void {
  for (const author of Array.isArray(value) ? value : [value]) {
    const isNamed = typeof author === "object" && author !== null && "name" in author;
    const name: unknown = isNamed ? author.name : author;
    if (typeof name === "string")
      draft.addOwner({ ...readPerson(name), readFrom: "JSON-LD author" });
  }
}
