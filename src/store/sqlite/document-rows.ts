import type { EpochMs } from "../../model/ids.ts";
import { documentId, epochMs, kbVersion, sourceId } from "../../model/ids.ts";
import type { Ingestion } from "../../model/document.ts";
import type { DocumentContent, DocumentState, StoredRef } from "../store.ts";
import { UNREAD_REASON } from "./codes.ts";
import {
  packDates,
  packHeadings,
  packLinks,
  parseJson,
  unpackDates,
  unpackHeadings,
} from "./document-json.ts";
import { unpackHash } from "./hash-column.ts";

/** A document's own row, with the text's hash beside its key. */
export interface DocumentRow {
  readonly key: number;
  readonly source: number;
  gone_version: number | null;
  gone_at_ms: number | null;
  unread_reason: number | null;
  freshness: number | null;
  aging_at_ms: number | null;
  stale_at_ms: number | null;
  expires_at_ms: number | null;
  has_owner: number;
  internal_link_count: number;
  external_link_count: number;
  access: number | null;
  access_reason: number | null;
  access_from: number;
  valid_from: number;
  page: number;
  text: number | null;
  text_hash: Buffer | null;
  content_version: number;
  content_changed_at_ms: number;
  created_at_ms: number;
  due_at_ms: number | null;
  id: string;
  locator: string;
  uri: string;
  revision: string;
  access_revision: string | null;
  identity: string | null;
  /** Where the gates of its access hang, in their order; null where it is unknown. */
  access_origins: string | null;
}

/** What was read out of a document, as its second row holds it. */
export interface DetailRow {
  title: string | null;
  media_type: string | null;
  language: string | null;
  word_count: number | null;
  unread_detail: string | null;
  owners: string;
  labels: string;
  waivers: string;
  link_keys: string;
  dates: string;
  headings: string;
  anchors: string;
  links: string;
}

/** The names by which metadata-changed tells what differs. */
export const DETAIL_NAMES: Readonly<Record<keyof DetailRow, string>> = {
  title: "title",
  media_type: "mediaType",
  language: "language",
  word_count: "ingestion",
  unread_detail: "ingestion",
  owners: "owners",
  labels: "labels",
  waivers: "waivers",
  link_keys: "linkKeys",
  dates: "dates",
  headings: "headings",
  anchors: "anchors",
  links: "links",
};

export function toDetailRow(content: DocumentContent): DetailRow {
  const { ingestion } = content;
  return {
    title: content.title,
    media_type: content.mediaType,
    language: content.language,
    word_count: ingestion.kind === "read" ? ingestion.wordCount : null,
    unread_detail: ingestion.kind === "failed" ? ingestion.detail : null,
    owners: JSON.stringify(content.owners),
    labels: JSON.stringify(content.labels),
    waivers: JSON.stringify(content.waivers),
    link_keys: JSON.stringify(content.linkKeys),
    dates: packDates(content.dates),
    headings: packHeadings(content.headings),
    anchors: JSON.stringify(content.anchors),
    links: packLinks(content.links),
  };
}

/** What the query of whole states answers. */
export interface StateRow {
  readonly key: number;
  readonly id: string;
  readonly source_id: string;
  readonly locator: string;
  readonly page_prefix: string;
  readonly uri: string;
  readonly revision: string;
  readonly identity: string | null;
  readonly unread_reason: number | null;
  readonly unread_detail: string | null;
  readonly word_count: number | null;
  readonly title: string | null;
  readonly media_type: string | null;
  readonly language: string | null;
  readonly text_hash: Buffer | null;
  readonly copy_hash: Buffer | null;
  readonly text_length: number | null;
  readonly owners: string;
  readonly labels: string;
  readonly waivers: string;
  readonly verification: string | null;
  readonly link_keys: string;
  readonly dates: string;
  readonly headings: string;
  readonly created_at_ms: number;
  readonly content_changed_at_ms: number;
  readonly valid_from: number;
}

export function toDocumentState(row: StateRow): DocumentState {
  return {
    id: documentId(row.id),
    place: {
      sourceId: sourceId(row.source_id),
      locator: row.locator,
      page: row.page_prefix,
      uri: row.uri,
      revision: row.revision,
      identity: row.identity,
    },
    ingestion: toIngestion(row),
    mediaType: row.media_type,
    title: row.title,
    language: row.language,
    textHash: hashOrNull(row.text_hash),
    copyHash: hashOrNull(row.copy_hash),
    textLength: row.text_length ?? 0,
    headings: unpackHeadings(row.headings),
    dates: unpackDates(row.dates),
    owners: parseJson<DocumentState["owners"]>(row.owners),
    labels: parseJson<DocumentState["labels"]>(row.labels),
    waivers: parseJson<DocumentState["waivers"]>(row.waivers),
    linkKeys: parseJson<DocumentState["linkKeys"]>(row.link_keys),
    verification:
      row.verification === null ? null : parseJson<DocumentState["verification"]>(row.verification),
    createdAt: epochMs(row.created_at_ms),
    contentChangedAt: epochMs(row.content_changed_at_ms),
    validFrom: kbVersion(row.valid_from),
  };
}

function toIngestion(
  row: Pick<StateRow, "unread_reason" | "unread_detail" | "word_count">,
): Ingestion {
  if (row.unread_reason === null) return { kind: "read", wordCount: row.word_count ?? 0 };
  return {
    kind: "failed",
    reason: UNREAD_REASON.nameOf(row.unread_reason),
    detail: row.unread_detail ?? "",
  };
}

/** What the queries of references answer. */
export interface RefRow {
  readonly id: string;
  readonly locator: string;
  readonly page_prefix: string;
  readonly revision: string;
  readonly access_revision: string | null;
  readonly identity: string | null;
  readonly text_hash: Buffer | null;
}

export function toStoredRef(row: RefRow): StoredRef {
  return {
    id: documentId(row.id),
    locator: row.locator,
    page: row.page_prefix,
    revision: row.revision,
    accessRevision: row.access_revision,
    identity: row.identity,
    textHash: hashOrNull(row.text_hash),
  };
}

export function hashOrNull(packed: Buffer | null): string | null {
  return packed === null ? null : unpackHash(packed);
}

export function instantOrNull(ms: number | null): EpochMs | null {
  return ms === null ? null : epochMs(ms);
}
