import type { StoreReader } from "../store.ts";
import { getAccess, getAccessAt, getAccesses } from "./access.ts";
import { getDirectory } from "./directory.ts";
import * as documents from "./documents.ts";
import { readinessFigures } from "./figures.ts";
import * as findings from "./findings.ts";
import { listJournal } from "./journal.ts";
import * as links from "./links.ts";
import { findFolders, getPageDigests, listPageAssetKeys } from "./pages.ts";
import { getPolicy } from "./policies.ts";
import { recall } from "./remembered.ts";
import { readVersions, type Scope } from "./scope.ts";
import { toStoreError } from "./sqlite-error.ts";
import { countDocuments, getSource, listScans, listSources } from "./sources.ts";

/** All reads of one workspace. Each sees one moment, even where it takes several statements. */
export function createReader(scope: Scope): StoreReader {
  const read = <T>(query: () => T): Promise<T> => answer(scope, () => scope.db.snapshot(query));
  return {
    currentVersion: () => read(() => readVersions(scope).current),
    oldestVersion: () => read(() => readVersions(scope).oldest),

    getSource: (sourceId) => read(() => getSource(scope, sourceId)),
    listSources: () => read(() => listSources(scope)),
    listScans: (query) => read(() => listScans(scope, query)),

    getPageDigests: (sourceId) => read(() => getPageDigests(scope, sourceId)),
    listPageRefs: (sourceId, prefixes) =>
      read(() => documents.listPageRefs(scope, sourceId, prefixes)),
    findRefs: (sourceId, locators) => read(() => documents.findRefs(scope, sourceId, locators)),
    listRefs: (sourceId, page) => read(() => documents.listRefs(scope, sourceId, page)),
    countDocuments: (sourceId) => read(() => countDocuments(scope, sourceId)),

    getDocuments: (ids) => read(() => documents.getDocuments(scope, ids)),
    getDocumentAt: (id, version) => read(() => documents.getDocumentAt(scope, id, version)),
    findDocuments: (reference) => read(() => documents.findDocuments(scope, reference)),
    listDocuments: (page) => read(() => documents.listDocuments(scope, page)),
    getText: (id) => read(() => documents.getText(scope, id)),
    listVersions: (id) => read(() => documents.listVersions(scope, id)),

    getLinks: (ids) => read(() => links.getLinks(scope, ids)),
    findLinkTargets: (sourceId, linkKeys) =>
      read(() => links.findLinkTargets(scope, sourceId, linkKeys)),
    getAnchors: (ids) => read(() => links.getAnchors(scope, ids)),
    findLinkers: (sourceId, targetKeys) =>
      read(() => links.findLinkers(scope, sourceId, targetKeys)),
    findFolders: (sourceId, prefixes) => read(() => findFolders(scope, sourceId, prefixes)),
    listPageAssetKeys: (sourceId, prefixes) =>
      read(() => listPageAssetKeys(scope, sourceId, prefixes)),

    findCopies: (copyHashes) => read(() => documents.findCopies(scope, copyHashes)),
    listSharedCopyHashes: () => read(() => documents.listSharedCopyHashes(scope)),
    listUnknownAccess: (sourceId, reason) =>
      read(() => documents.listUnknownAccess(scope, sourceId, reason)),

    listDue: (now, limit) => read(() => findings.listDue(scope, now, limit)),
    nextDueAt: () => read(() => findings.nextDueAt(scope)),
    getFinding: (fingerprint) => read(() => findings.getFinding(scope, fingerprint)),
    listFindings: (query) => read(() => findings.listFindings(scope, query)),
    listJudgedSubjects: (ruleId) => read(() => findings.listJudgedSubjects(scope, ruleId)),
    getBaseline: () => read(() => findings.getBaseline(scope)),

    getAccess: (id) => read(() => getAccess(scope, id)),
    getAccesses: (ids) => read(() => getAccesses(scope, ids)),
    getAccessAt: (id, version) => read(() => getAccessAt(scope, id, version)),
    getDirectory: (realm, version) => read(() => getDirectory(scope, realm, version)),
    getPolicy: (kind, version) => read(() => getPolicy(scope, kind, version)),

    listJournal: (since, limit) => read(() => listJournal(scope, since, limit)),
    recall: (name, now) => read(() => recall(scope, name, now)),
    readinessFigures: (now) => read(() => readinessFigures(scope, now)),
  };
}

/** Runs it now and answers as a promise; what the engine throws comes out as a STORE_* error. */
export function answer<T>(scope: Scope, work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(toStoreError(error, scope.db.path));
  }
}
