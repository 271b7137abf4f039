import type { Category, Severity, StoredFinding } from "../model/finding.ts";
import type { DocumentId, SourceId } from "../model/ids.ts";
import { CATEGORY_WEIGHTS, creditLost } from "./profile.ts";

/** What one rule says of one cause: points are the credit lost times the category's weight, for each document. */
export interface Blame {
  readonly ruleId: string;
  readonly category: Category;
  readonly severity: Severity;
}

export interface BlamedDocuments {
  readonly blame: Blame;
  readonly documentIds: readonly DocumentId[];
}

/** Something that one act of mending takes away. */
export interface Cause {
  readonly subject:
    | { readonly kind: "document"; readonly documentId: DocumentId }
    /** One place that several documents fail by: a link's target, or another document. */
    | { readonly kind: "shared"; readonly key: string; readonly documentId: DocumentId | null }
    | { readonly kind: "source"; readonly sourceId: SourceId }
    /** Anything else: a group of copies, a pair, a question. */
    | { readonly kind: "other" };
  readonly blames: readonly Blame[];
  readonly documentIds: readonly DocumentId[];
  /** Of the first finding that led here. */
  readonly text: string;
}

/** What makes several documents fail alike: a place that their links name, or another document. */
interface Culprit {
  readonly key: string;
  readonly documentId: DocumentId | null;
}

interface SharedEntry {
  readonly culprit: Culprit;
  readonly blame: Blame;
  readonly text: string;
  readonly documentIds: Set<DocumentId>;
}

interface OwnEntry {
  readonly blames: Map<string, Blame>;
  readonly text: string;
}

/** Points that one document loses of the overall score by this blame. */
export function pointsOf({ category, severity }: Blame): number {
  return creditLost(category, severity) * CATEGORY_WEIGHTS[category];
}

/** The blames that count: the worst of each category, as in the score. */
export function worstByCategory(blames: Iterable<Blame>): readonly Blame[] {
  const worst = new Map<Category, Blame>();
  for (const blame of blames) {
    const known = worst.get(blame.category);
    if (known === undefined || pointsOf(blame) > pointsOf(known)) worst.set(blame.category, blame);
  }
  return [...worst.values()];
}

/** Takes findings one by one and sorts them by what would have to be mended. Keeps no finding. */
export class MendLedger {
  readonly #own = new Map<DocumentId, OwnEntry>();
  readonly #shared = new Map<string, SharedEntry>();
  readonly #others: Cause[] = [];

  /** A finding that takes no credit is passed over. */
  add(finding: StoredFinding): void {
    const blame: Blame = {
      ruleId: finding.ruleId,
      category: finding.category,
      severity: finding.severity,
    };
    if (pointsOf(blame) === 0) return;
    const culprit = culpritOf(finding);
    if (finding.subject.kind !== "document") this.#others.push(causeOfSubject(finding, blame));
    else if (culprit === null) this.#addOwn(finding.subject.documentId, blame, finding.text);
    else this.#addShared(finding.subject.documentId, blame, finding, culprit);
  }

  #addOwn(documentId: DocumentId, blame: Blame, text: string): void {
    let entry = this.#own.get(documentId);
    if (entry === undefined) {
      entry = { blames: new Map(), text };
      this.#own.set(documentId, entry);
    }
    const known = entry.blames.get(blame.ruleId);
    if (known === undefined || pointsOf(blame) > pointsOf(known))
      entry.blames.set(blame.ruleId, blame);
  }

  #addShared(documentId: DocumentId, blame: Blame, finding: StoredFinding, culprit: Culprit): void {
    const name = JSON.stringify([
      finding.ruleId,
      finding.messageId,
      culprit.key,
      culprit.documentId,
    ]);
    let entry = this.#shared.get(name);
    if (entry === undefined) {
      entry = { culprit, blame, text: finding.text, documentIds: new Set() };
      this.#shared.set(name, entry);
    }
    entry.documentIds.add(documentId);
  }

  /** The documents that each rule blames by themselves, by how badly. */
  ownByBlame(): readonly BlamedDocuments[] {
    const byName = new Map<string, { readonly blame: Blame; readonly documentIds: DocumentId[] }>();
    for (const [documentId, { blames }] of this.#own) {
      for (const blame of blames.values()) {
        const name = JSON.stringify([blame.ruleId, blame.severity]);
        const known = byName.get(name);
        if (known === undefined) byName.set(name, { blame, documentIds: [documentId] });
        else known.documentIds.push(documentId);
      }
    }
    return [...byName.values()];
  }

  /** Takes this blame off these documents and makes one cause at their source of it. */
  raiseToSource({ blame, documentIds }: BlamedDocuments, sourceId: SourceId): void {
    let text = "";
    for (const documentId of documentIds) {
      const entry = this.#own.get(documentId);
      if (entry?.blames.delete(blame.ruleId) === true) text = entry.text;
    }
    this.#others.push({
      subject: { kind: "source", sourceId },
      blames: [blame],
      documentIds,
      text,
    });
  }

  /** All causes. What only one document shares with nobody is that document's own. */
  causes(): readonly Cause[] {
    const causes: Cause[] = [...this.#others];
    for (const { culprit, blame, text, documentIds } of this.#shared.values()) {
      const [only] = documentIds;
      if (documentIds.size === 1 && only !== undefined) this.#addOwn(only, blame, text);
      else
        causes.push({
          subject: { kind: "shared", ...culprit },
          blames: [blame],
          documentIds: [...documentIds],
          text,
        });
    }
    for (const [documentId, { blames, text }] of this.#own) {
      if (blames.size === 0) continue;
      causes.push({
        subject: { kind: "document", documentId },
        blames: [...blames.values()],
        documentIds: [documentId],
        text,
      });
    }
    return causes;
  }
}

/** Null: the document itself is to be mended. */
function culpritOf({ subject, evidence, data }: StoredFinding): Culprit | null {
  if (subject.kind !== "document") return null;
  const other = evidence.find(({ documentId }) => documentId !== subject.documentId);
  if (other !== undefined) return { key: "", documentId: other.documentId };
  const target = data["target"];
  return typeof target === "string" ? { key: target, documentId: null } : null;
}

function causeOfSubject(finding: StoredFinding, blame: Blame): Cause {
  const { subject, text } = finding;
  const quoted = [...new Set(finding.evidence.map(({ documentId }) => documentId))];
  const documentIds = subject.kind === "pair" ? subject.documentIds : quoted;
  if (subject.kind === "source") return { subject, blames: [blame], documentIds, text };
  return { subject: { kind: "other" }, blames: [blame], documentIds, text };
}
