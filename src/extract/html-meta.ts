import type { DateKind } from "../model/dates.ts";
import { dateEvidence } from "./dates.ts";
import type { DocumentDraft } from "./document-draft.ts";
import type { Attributes, HtmlSink } from "./html-sink.ts";
import { readPerson } from "./person.ts";

// Open Graph, Dublin Core, schema.org, and the names that content management systems write.
const KIND_BY_META: ReadonlyMap<string, DateKind> = new Map<string, DateKind>([
  ["article:published_time", "published"],
  ["og:published_time", "published"],
  ["datepublished", "published"],
  ["datecreated", "published"],
  ["date", "published"],
  ["pubdate", "published"],
  ["publish-date", "published"],
  ["publish_date", "published"],
  ["publication_date", "published"],
  ["citation_publication_date", "published"],
  ["citation_date", "published"],
  ["dc.date", "published"],
  ["dc.date.created", "published"],
  ["dc.date.issued", "published"],
  ["dcterms.date", "published"],
  ["dcterms.created", "published"],
  ["dcterms.issued", "published"],
  ["article:modified_time", "modified"],
  ["og:updated_time", "modified"],
  ["og:modified_time", "modified"],
  ["datemodified", "modified"],
  ["last-modified", "modified"],
  ["lastmod", "modified"],
  ["updated", "modified"],
  ["revised", "modified"],
  ["dc.date.modified", "modified"],
  ["dcterms.modified", "modified"],
  ["ms.date", "modified"],
  ["updated_at", "modified"],
  ["dc.date.reviewed", "reviewed"],
  ["lastreviewed", "reviewed"],
  ["article:expiration_time", "expires"],
  ["dc.date.valid", "expires"],
  ["dcterms.valid", "expires"],
  ["expires", "expires"],
  ["dc.date.available", "effective"],
]);
const META_TRUST_RATIO = 0.8;
const TIME_TRUST_RATIO = 0.8;
const AUTHOR_NAMES: ReadonlySet<string> = new Set([
  "author",
  "dc.creator",
  "dcterms.creator",
  "ms.author",
]);
const KIND_BY_ITEMPROP: ReadonlyMap<string, DateKind> = new Map<string, DateKind>([
  ["datepublished", "published"],
  ["datecreated", "published"],
  ["datemodified", "modified"],
  ["lastreviewed", "reviewed"],
  ["expires", "expires"],
]);

/** Adds what one `<meta>` says. */
export function addMeta(
  draft: DocumentDraft,
  sink: HtmlSink,
  attributes: Attributes,
  line: number,
): void {
  const written = attributes["name"] ?? attributes["property"] ?? attributes["itemprop"];
  const content = attributes["content"]?.trim() ?? "";
  if (written === undefined)
    return addHttpEquivalent(draft, sink, attributes["http-equiv"], content, line);
  const name = written.trim().toLowerCase();
  const kind = KIND_BY_META.get(name);
  if (kind !== undefined) {
    draft.addDate(
      dateEvidence(content, {
        kind,
        readFrom: `meta ${written.trim()}`,
        trustRatio: META_TRUST_RATIO,
        order: name === "ms.date" ? "month-first" : "unknown",
      }),
    );
  } else if (AUTHOR_NAMES.has(name)) {
    draft.addOwner({ ...readPerson(content), readFrom: `meta ${written.trim()}` });
  } else if (name === "article:tag" && content !== "") draft.labels.add(content);
  else if (name === "og:title" && content !== "") draft.fallbackTitle ??= content;
  else if (name === "dc.language" && content !== "") draft.language ??= content;
}

/** `refresh` leads to another page; `last-modified` dates this one. (`expires` speaks of caches, not of the document.) */
function addHttpEquivalent(
  draft: DocumentDraft,
  sink: HtmlSink,
  name: string | undefined,
  content: string,
  line: number,
): void {
  const header = name?.trim().toLowerCase();
  if (header === "last-modified") {
    const place = {
      kind: "modified",
      readFrom: "meta last-modified",
      trustRatio: META_TRUST_RATIO,
    } as const;
    draft.addDate(dateEvidence(content, place));
  }
  const target = header === "refresh" ? /url\s*=\s*["']?(?<url>[^"']+)/i.exec(content) : null;
  if (target?.groups?.["url"] !== undefined) {
    sink.addLink(target.groups["url"], line);
    draft.labels.add("redirect");
  }
}

/** Adds the date of a `<time>` that says what it dates. */
export function addTime(draft: DocumentDraft, attributes: Attributes): void {
  const { datetime } = attributes;
  if (datetime === undefined) return;
  const kind = kindOfTime(attributes);
  if (kind === null) return;
  const place = { kind, readFrom: "time datetime", trustRatio: TIME_TRUST_RATIO };
  draft.addDate(dateEvidence(datetime, place));
}

function kindOfTime(attributes: Attributes): DateKind | null {
  const kind = KIND_BY_ITEMPROP.get(attributes["itemprop"]?.trim().toLowerCase() ?? "");
  if (kind !== undefined) return kind;
  if (attributes["pubdate"] !== undefined) return "published";
  // The classes of the hAtom and h-entry microformats.
  const classes = new Set(attributes["class"]?.toLowerCase().split(/\s+/));
  if (classes.has("dt-published") || classes.has("published") || classes.has("entry-date"))
    return "published";
  return classes.has("dt-updated") || classes.has("updated") ? "modified" : null;
}
