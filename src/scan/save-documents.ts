import type { DocumentRule } from "../contract/rule.ts";
import { targetKeyOf } from "../facts/link-targets.ts";
import type { Access } from "../model/access.ts";
import type { DateEvidence } from "../model/dates.ts";
import type { Ingestion } from "../model/document.ts";
import type { DocumentId, EpochMs, SourceId } from "../model/ids.ts";
import { documentLinkKeys } from "../model/link-key.ts";
import type {
  Change,
  DocumentContent,
  DocumentPlace,
  DocumentState,
  StoredLink,
} from "../store/store.ts";
import { allEvidence, resolveOwners } from "./evidence.ts";
import { judgeDocument } from "./judge-document.ts";
import type { PolicyBook } from "./policy-book.ts";
import type { ReadContent, ReadDocument } from "./read-documents.ts";

/** What saving needs to know beside the documents themselves. */
export interface SavingContext {
  readonly sourceId: SourceId;
  readonly sourceOwner: string | null;
  readonly rules: readonly DocumentRule[];
  readonly book: PolicyBook;
  readonly now: EpochMs;
}

/** A document on its way into the store. `before` is its stored state; null for a new one. */
export interface Placed {
  readonly id: DocumentId;
  readonly read: ReadDocument;
  readonly before: DocumentState | null;
}

/** The changes that store one document and what the rules say of it as far as it stands alone. */
export function saveDocument(
  { id, read, before }: Placed,
  context: SavingContext,
): readonly Change[] {
  const { content, access, work } = read;
  if (content.kind === "untouched") {
    return [{ kind: "access-read", id, access, accessRevision: work.ref.accessRevision }];
  }
  if (content.kind === "failed" && before !== null && before.textHash !== null) {
    return saveUnread(id, read, content, before, context);
  }
  const saved = contentOf(read, content, context);
  const place = placeOf(read, content, context.sourceId);
  const hasChanged = before !== null && before.textHash !== (saved.text?.hash ?? null);
  const judged = judgeDocument(
    {
      id,
      subject: { sourceId: context.sourceId, locator: place.locator, labels: saved.labels },
      title: saved.title,
      mediaType: saved.mediaType,
      ingestion: saved.ingestion,
      dates: allEvidence(
        saved.dates,
        before && (hasChanged ? { ...before, contentChangedAt: context.now } : before),
      ),
      owners: saved.owners,
      access,
      waivers: saved.waivers,
      links: saved.links.some((link) => link.targetKey !== null)
        ? null
        : saved.links.map(asUnexamined),
    },
    context.rules,
    context.book,
    context.now,
  );
  const { accessRevision } = work.ref;
  return [{ kind: "document-saved", id, place, content: saved, access, accessRevision }, judged];
}

function asUnexamined(link: StoredLink): StoredLink & {
  readonly outcome: { readonly kind: "not-examined"; readonly reason: "external" };
} {
  return { ...link, outcome: { kind: "not-examined", reason: "external" } };
}

/** It keeps its last good state; the rules see that it could not be read. */
function saveUnread(
  id: DocumentId,
  read: ReadDocument,
  content: ReadContent & { readonly kind: "failed" },
  before: DocumentState,
  context: SavingContext,
): readonly Change[] {
  const place = placeOf(read, content, context.sourceId);
  const ingestion = failureOf(content);
  const judged = judgeDocument(
    {
      id,
      subject: { sourceId: context.sourceId, locator: place.locator, labels: before.labels },
      title: before.title,
      mediaType: before.mediaType,
      ingestion,
      dates: allEvidence(before.dates, before),
      owners: before.owners,
      access: read.access,
      waivers: before.waivers,
      links: null,
    },
    context.rules,
    context.book,
    context.now,
  );
  return [
    { kind: "document-unread", id, place, ingestion },
    { kind: "access-read", id, access: read.access, accessRevision: read.work.ref.accessRevision },
    judged,
  ];
}

function placeOf(
  { work }: ReadDocument,
  content: Exclude<ReadContent, { kind: "untouched" }>,
  sourceId: SourceId,
): DocumentPlace {
  const { ref, page } = work;
  // A revision that no listing will ever show: the next pass fetches it again.
  const revision =
    content.kind === "failed" && content.isRetried ? `retry ${content.revision}` : content.revision;
  return { sourceId, locator: ref.locator, page, uri: ref.uri, revision, identity: ref.identity };
}

function failureOf(
  content: ReadContent & { readonly kind: "failed" },
): Ingestion & { readonly kind: "failed" } {
  return { kind: "failed", reason: content.reason, detail: content.detail };
}

function contentOf(
  read: ReadDocument,
  content: Exclude<ReadContent, { kind: "untouched" }>,
  context: SavingContext,
): DocumentContent {
  const { ref } = read.work;
  const extracted = content.kind === "read" ? content.extracted : null;
  const labels = [...new Set([...(extracted?.labels ?? []), ...ref.labels])];
  const subject = { sourceId: context.sourceId, locator: ref.locator, labels };
  return {
    ingestion:
      content.kind === "read"
        ? { kind: "read", wordCount: content.extracted.wordCount }
        : failureOf(content),
    mediaType: extracted?.mediaType ?? (content.kind === "failed" ? content.mediaType : null),
    title: extracted?.title ?? ref.title,
    language: extracted?.language ?? null,
    text: extracted?.text ?? null,
    headings: extracted?.headings ?? [],
    anchors: extracted?.anchors ?? [],
    links: (extracted?.links ?? []).map((link) => ({
      ...link,
      targetKey: targetKeyOf(ref.locator, link.href),
    })),
    linkKeys: documentLinkKeys(ref.locator, extracted?.aliases ?? []),
    dates: withoutRepeats([
      ...(extracted?.dates ?? []),
      ...(content.kind === "read" ? content.dates : []),
      ...ref.dates,
    ]),
    owners: resolveOwners(
      extracted?.owners ?? [],
      ref.owners,
      context.sourceOwner,
      context.book.pathOwner(subject),
    ),
    labels,
    waivers: extracted?.waivers ?? [],
  };
}

/** The listing and the fetch may both tell what the store says. */
function withoutRepeats(dates: readonly DateEvidence[]): readonly DateEvidence[] {
  return dates.filter(
    (date, index) =>
      !dates
        .slice(0, index)
        .some(
          (one) => one.kind === date.kind && one.at === date.at && one.readFrom === date.readFrom,
        ),
  );
}

/** The same judgement for a document that lies in the store, with its links where they are resolved. */
export function judgeStored(
  state: DocumentState,
  access: Access,
  links: Parameters<typeof judgeDocument>[0]["links"],
  context: Pick<SavingContext, "rules" | "book" | "now">,
): Change {
  return judgeDocument(
    {
      id: state.id,
      subject: {
        sourceId: state.place.sourceId,
        locator: state.place.locator,
        labels: state.labels,
      },
      title: state.title,
      mediaType: state.mediaType,
      ingestion: state.ingestion,
      dates: allEvidence(state.dates, state),
      owners: state.owners,
      access,
      waivers: state.waivers,
      links,
    },
    context.rules,
    context.book,
    context.now,
  );
}
