import { ScanError } from "../model/error.ts";
import { explainDocument, type DocumentExplanation } from "./explain-document.ts";
import { explainFinding, type FindingExplanation } from "./explain-finding.ts";
import { findDocuments, suggestDocuments } from "./find-document.ts";
import { findFinding } from "./find-finding.ts";
import type { Workspace } from "./workspace.ts";

export type Explanation = DocumentExplanation | FindingExplanation;

/**
 * Explains a document (by id, URI, locator or path) or a finding (by fingerprint or its beginning).
 * Throws NOT_FOUND with the nearest documents, USAGE when several are meant.
 */
export async function explain(workspace: Workspace, reference: string): Promise<Explanation> {
  const documents = await findDocuments(workspace, reference);
  const [document, other] = documents;
  if (document !== undefined && other === undefined) return explainDocument(workspace, document);
  if (document !== undefined) {
    const ids = documents.map(({ id, place }) => `${id} (source ${place.sourceId})`).join(", ");
    throw new ScanError(
      "USAGE",
      `"${reference}" is the name of ${documents.length} documents; use an id: ${ids}`,
    );
  }
  const finding = await findFinding(workspace, reference);
  if (finding !== null) return explainFinding(workspace, finding);
  const near = await suggestDocuments(workspace, reference, 3);
  const hint =
    near.length === 0
      ? "`tidemark findings` lists what was found."
      : `Did you mean ${near.map(({ locator }) => locator).join(", ")}?`;
  throw new ScanError("NOT_FOUND", `there is no document or finding "${reference}". ${hint}`, {
    detail: { reference },
  });
}
