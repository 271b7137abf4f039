import type { DateEvidence, DateKind } from "../model/dates.ts";
import { epochMs } from "../model/ids.ts";
import { dateAfterPeriod, dateEvidence, readDate, type DatePlace } from "./dates.ts";
import type { DocumentDraft } from "./document-draft.ts";
import type { FrontMatterBlock, FrontMatterField, FrontMatterValue } from "./front-matter-block.ts";
import { readPerson } from "./person.ts";
import { waiver } from "./waivers.ts";

// What people and generators write (Hugo, Jekyll, MkDocs, Docusaurus, Microsoft Learn, GOV.UK, OKF).
const DATE_KEYS: Readonly<Record<DateKind, readonly string[]>> = {
  published: [
    "date",
    "published",
    "published_at",
    "published_on",
    "date_published",
    "published_date",
    "publish_date",
    "publishdate",
    "pub_date",
    "pubdate",
    "created",
    "created_at",
    "created_on",
    "date_created",
    "creation_date",
  ],
  modified: [
    "updated",
    "updated_at",
    "updated_on",
    "update_date",
    "date_updated",
    "modified",
    "modified_at",
    "date_modified",
    "lastmod",
    "last_mod",
    "last_modified",
    "last_modified_at",
    "last_modified_date",
    "lastmodified",
    "last_update",
    "last_updated",
    "last_updated_at",
    "lastupdated",
    "generated",
    "ms.date",
  ],
  reviewed: [
    "reviewed",
    "reviewed_at",
    "reviewed_on",
    "last_reviewed",
    "last_reviewed_on",
    "last_reviewed_at",
    "lastreviewed",
    "last_review",
    "last_review_date",
    "verified",
    "verified_at",
    "verified_on",
    "last_verified",
    "last_verified_on",
    "last_verified_at",
    "last_checked",
    "last_validated",
    "validated",
  ],
  review_due: [
    "review_by",
    "review_due",
    "review_due_on",
    "review_on",
    "review_date",
    "next_review",
    "next_review_on",
    "next_review_date",
    "stale_after",
    "revisit_by",
  ],
  expires: [
    "expires",
    "expires_at",
    "expires_on",
    "expiry",
    "expiry_date",
    "expirydate",
    "expiration",
    "expiration_date",
    "expire_date",
    "valid_until",
    "valid_to",
    "valid_through",
    "unpublish_date",
    "unpublishdate",
  ],
  effective: ["effective", "effective_date", "effective_from", "effective_on", "valid_from"],
  content_changed: [],
  source_modified: [],
};
const KIND_BY_KEY: ReadonlyMap<string, DateKind> = new Map(
  Object.entries(DATE_KEYS).flatMap(([kind, keys]) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the record's keys are the kinds
    keys.map((key) => [key, kind as DateKind] as const),
  ),
);
// Keys of a map that holds a date with who and why (`verified: { at, by }`).
const DATE_PARTS = ["at", "on", "date", "when", "timestamp", "time"];
// A person states it, but a date of change is often carried along from a template.
const STATED_TRUST_RATIO = 1;
const CHANGE_TRUST_RATIO = 0.9;

const OWNER_KEYS: ReadonlySet<string> = new Set([
  "owner",
  "owners",
  "owner_slack",
  "owner_email",
  "owned_by",
  "content_owner",
  "author",
  "authors",
  "ms.author",
  "maintainer",
  "maintainers",
  "contact",
  "contacts",
  "steward",
  "dri",
  "responsible",
]);
const LABEL_KEYS: ReadonlySet<string> = new Set([
  "tags",
  "tag",
  "labels",
  "label",
  "categories",
  "category",
  "type",
  "class",
  "ms.topic",
]);
const FLAG_KEYS: ReadonlySet<string> = new Set(["evergreen", "draft", "deprecated", "archived"]);
const ALIAS_KEYS: ReadonlySet<string> = new Set([
  "permalink",
  "slug",
  "url",
  "aliases",
  "alias",
  "redirect_from",
]);
const LANGUAGE_KEYS: ReadonlySet<string> = new Set(["lang", "language", "locale"]);

/** Adds what the front matter says of its document. */
export function addFrontMatter(draft: DocumentDraft, block: FrontMatterBlock): void {
  for (const field of block.fields) {
    const { key, value } = field;
    if (key === "title") draft.title ??= firstText(value);
    if (LANGUAGE_KEYS.has(key)) draft.language ??= firstText(value);
    if (OWNER_KEYS.has(key)) addOwners(draft, field);
    if (LABEL_KEYS.has(key)) for (const label of listOfWords(value)) draft.labels.add(label);
    if (FLAG_KEYS.has(key) && value === "true") draft.labels.add(key);
    if (ALIAS_KEYS.has(key)) addAliases(draft, field);
    if (key === "tidemark") addWaivers(draft, value);
  }
  for (const evidence of datesOf(block.fields)) draft.addDate(evidence);
}

/** All dates that the fields state, each once; periods (`review_in: 6 months`) are counted from the date that they belong to. */
function datesOf(fields: readonly FrontMatterField[]): readonly DateEvidence[] {
  const dates: DateEvidence[] = [];
  const periods: { readonly field: FrontMatterField; readonly text: string }[] = [];
  for (const field of fields) {
    const kind = KIND_BY_KEY.get(field.key);
    if (kind === undefined && field.key !== "review_in" && field.key !== "review_every") continue;
    for (const text of dateTextsOf(field.value)) {
      const isPeriod = kind === undefined || (kind === "review_due" && isPeriodText(text));
      if (isPeriod) periods.push({ field, text });
      else dates.push(...present(dateEvidence(text, placeOf(field, kind))));
    }
  }
  return [
    ...dates,
    ...periods.flatMap(({ field, text }) => present(reviewDue(field, text, dates))),
  ];
}

function placeOf(field: FrontMatterField, kind: DateKind): DatePlace {
  return {
    kind,
    readFrom: `front matter ${field.name}`,
    trustRatio:
      kind === "modified" || kind === "published" ? CHANGE_TRUST_RATIO : STATED_TRUST_RATIO,
    // Microsoft's contributor guide asks for mm/dd/yyyy. Elsewhere nothing says which comes first.
    order: field.key === "ms.date" ? "month-first" : "unknown",
  };
}

/** The review falls due a period after the last review, else after the last change; malformed where there is neither. */
function reviewDue(
  field: FrontMatterField,
  period: string,
  dates: readonly DateEvidence[],
): DateEvidence | null {
  const base = latest(dates, "reviewed") ?? latest(dates, "modified") ?? latest(dates, "published");
  const dueAt = base === null ? null : dateAfterPeriod(base, period);
  const empty = dateEvidence(period, placeOf(field, "review_due"));
  return empty === null ? null : { ...empty, at: dueAt, precision: "day" };
}

function latest(dates: readonly DateEvidence[], kind: DateKind) {
  const instants = dates.flatMap((date) =>
    date.kind === kind && date.at !== null ? [date.at] : [],
  );
  return instants.length === 0 ? null : epochMs(Math.max(...instants));
}

function isPeriodText(text: string): boolean {
  return readDate(text) === null && dateAfterPeriod(epochMs(0), text) !== null;
}

function present<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}

function dateTextsOf(value: FrontMatterValue): readonly string[] {
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap(dateTextsOf);
  return DATE_PARTS.flatMap((part) => {
    const text = value[part];
    return typeof text === "string" ? [text] : [];
  }).slice(0, 1);
}

function addOwners(draft: DocumentDraft, { name, value }: FrontMatterField): void {
  for (const person of personTexts(value)) {
    const { name: personName, email } = readPerson(person);
    draft.addOwner({ name: personName, email, readFrom: `front matter ${name}` });
  }
}

function personTexts(value: FrontMatterValue): readonly string[] {
  if (typeof value === "string") return /[<@]/.test(value) ? value.split(/[,;]/) : [value];
  if (isList(value)) return value.flatMap(personTexts);
  const name = value["name"] ?? value["title"] ?? value["team"];
  const email = value["email"];
  if (typeof name !== "string") return typeof email === "string" ? [email] : [];
  return [typeof email === "string" ? `${name} <${email}>` : name];
}

/** `tidemark: { waive: [RULE, { rule, until, reason }] }` */
function addWaivers(draft: DocumentDraft, value: FrontMatterValue): void {
  if (typeof value === "string" || isList(value)) return;
  const waived = value["waive"] ?? "";
  for (const item of isList(waived) ? waived : [waived]) {
    if (typeof item === "string") {
      if (item !== "") draft.waivers.push(waiver(item, "", null));
    } else if (!isList(item)) {
      const { rule, until, reason } = item;
      if (typeof rule !== "string") continue;
      draft.waivers.push(
        waiver(rule, textOr(reason, ""), typeof until === "string" ? until : null),
      );
    }
  }
}

/** Under `aliases` people also keep other names of the subject (`ls`, `gcm`): of these only paths are addresses. */
function addAliases(draft: DocumentDraft, { key, value }: FrontMatterField): void {
  for (const alias of textsOf(value)) {
    if (!key.startsWith("alias") || alias.includes("/")) draft.aliases.add(alias);
  }
}

function textOr(value: FrontMatterValue | undefined, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

function listOfWords(value: FrontMatterValue): readonly string[] {
  const texts = typeof value === "string" ? value.split(",") : textsOf(value);
  return texts.map((text) => text.trim()).filter((text) => text !== "");
}

function textsOf(value: FrontMatterValue): readonly string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value.trim()];
  return isList(value) ? value.flatMap(textsOf) : [];
}

function firstText(value: FrontMatterValue): string | null {
  return textsOf(value)[0] ?? null;
}

function isList(value: FrontMatterValue): value is readonly FrontMatterValue[] {
  return Array.isArray(value);
}
