import type { DocumentRef, ListedPage } from "../../src/contract/connector.ts";
import type { DateEvidence } from "../../src/model/dates.ts";
import { epochMs } from "../../src/model/ids.ts";
import { encodePath } from "./path-text.ts";
import { PageReader } from "./packed-page.ts";
import type { ListedFile, PackedPage } from "./packed-page.ts";

export interface PagePlace {
  readonly prefix: string;
  /** Locator of the folder with a trailing `/`; empty for the root. */
  readonly folder: string;
  readonly uriPrefix: string;
  /** Changes when a folder above the files, or the target's of a link among them, lets other people through. */
  readonly gatesHash: string;
  /** Of the options that decide what a ref says. */
  readonly optionsHash: string;
}

/** One folder's files, or a slice of them; references are made only when asked for. */
export class FilePage implements ListedPage {
  readonly prefix: string;
  readonly digest: string;
  readonly documentCount: number;
  readonly #packed: PackedPage;
  readonly #place: PagePlace;

  constructor(packed: PackedPage, place: PagePlace) {
    this.prefix = place.prefix;
    this.digest = `${packed.digest}.${packed.device.toString(36)}.${place.gatesHash}.${place.optionsHash}`;
    this.documentCount = packed.documentCount;
    this.#packed = packed;
    this.#place = place;
  }

  refs(): readonly DocumentRef[] {
    const page = new PageReader(this.#packed);
    const refs: DocumentRef[] = [];
    for (let index = 0; index < page.fileCount; index += 1) {
      if (page.isDocument(index))
        refs.push(fileRef(page.file(index), this.#packed.device, this.#place));
    }
    return refs;
  }

  assets(): readonly string[] {
    const page = new PageReader(this.#packed);
    const assets: string[] = [];
    for (let index = 0; index < page.fileCount; index += 1) {
      if (!page.isDocument(index)) assets.push(this.#place.folder + page.name(index));
    }
    return assets;
  }
}

/** What a listed file is to the rest of the house. */
export function fileRef(file: ListedFile, device: number, place: PagePlace): DocumentRef {
  const locator = place.folder + file.name;
  return {
    locator,
    uri: place.uriPrefix + encodePath(locator),
    revision: fileRevision(file),
    accessRevision: `${file.changedMs}.${place.gatesHash}`,
    identity: fileIdentity(file, device),
    movedFrom: null,
    title: null,
    dates: fileDates(file.modifiedMs),
    owners: [],
    labels: [],
    unreadable: file.isNotUtf8
      ? { reason: "name-not-utf8", detail: "The file's name is not valid UTF-8. Rename the file." }
      : null,
  };
}

/** With the moment of birth, since inodes are used again; null where several names share one. */
function fileIdentity(
  { isLinked, isShared, inode, bornMs }: ListedFile,
  device: number,
): string | null {
  return isLinked || isShared || !Number.isSafeInteger(inode)
    ? null
    : `${device}:${inode}:${bornMs}`;
}

/** The content's revision, from what stat says. */
export function fileRevision(file: {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly inode: number;
}): string {
  return `${file.sizeBytes}-${file.modifiedMs}-${file.inode}`;
}

/** The file's modification time as evidence; none when it is no date. */
export function fileDates(modifiedMs: number): readonly DateEvidence[] {
  const date = new Date(Math.floor(modifiedMs));
  if (Number.isNaN(date.getTime())) return [];
  return [
    {
      kind: "source_modified",
      at: epochMs(date.getTime()),
      precision: "instant",
      readFrom: "file modification time",
      text: date.toISOString(),
      trustRatio: 0.3,
      span: null,
    },
  ];
}
