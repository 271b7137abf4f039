/** Every expected failure: its HTTP status, whether trying again helps, and the text that clients see. Codes are public: add, never rename or reuse. */
export const ERRORS = {
  CONFIG_INVALID: {
    status: 400,
    retry: "never",
    exitCode: 2,
    text: "The configuration cannot be used",
  },
  USAGE: { status: 400, retry: "never", exitCode: 2, text: "The command cannot be used like this" },
  UNKNOWN_RULE: { status: 400, retry: "never", exitCode: 2, text: "There is no such rule" },
  UNKNOWN_SOURCE: { status: 404, retry: "never", exitCode: 2, text: "There is no such source" },
  NOT_FOUND: { status: 404, retry: "never", exitCode: 2, text: "There is no such thing" },
  HISTORY_GONE: {
    status: 410,
    retry: "never",
    exitCode: 2,
    text: "That version is older than the history that is kept",
  },
  SOURCE_UNREACHABLE: {
    status: 502,
    retry: "later",
    exitCode: 3,
    text: "The source did not answer",
  },
  SOURCE_FORBIDDEN: {
    status: 502,
    retry: "never",
    exitCode: 3,
    text: "The source refused our credentials",
  },
  SOURCE_NOT_FOUND: { status: 502, retry: "never", exitCode: 3, text: "The source does not exist" },
  SOURCE_EMPTY: {
    status: 502,
    retry: "later",
    exitCode: 3,
    text: "The source has nothing to scan",
  },
  SOURCE_SUSPECT: {
    status: 409,
    retry: "later",
    exitCode: 3,
    text: "The listing lost most of the documents and is held back",
  },
  SOURCE_INVALID: {
    status: 502,
    retry: "never",
    exitCode: 3,
    text: "The source is not what the configuration says",
  },
  SUBTREE_UNREADABLE: {
    status: 502,
    retry: "later",
    exitCode: 3,
    text: "A part of the source could not be read",
  },
  DOCUMENT_UNREADABLE: {
    status: 422,
    retry: "later",
    exitCode: 3,
    text: "The document could not be read",
  },
  SCAN_RUNNING: {
    status: 409,
    retry: "later",
    exitCode: 3,
    text: "Another scan of this source is running",
  },
  SCAN_ABORTED: { status: 409, retry: "now", exitCode: 130, text: "The scan was interrupted" },
  STORE_NEWER: {
    status: 500,
    retry: "never",
    exitCode: 2,
    text: "The database was written by a newer Tidemark",
  },
  STORE_LOCKED: {
    status: 503,
    retry: "now",
    exitCode: 3,
    text: "The database is locked by another process",
  },
  STORE_FULL: { status: 507, retry: "later", exitCode: 3, text: "The disk is full" },
  STORE_CORRUPT: { status: 500, retry: "never", exitCode: 4, text: "The database is damaged" },
  STORE_UNUSABLE: {
    status: 500,
    retry: "never",
    exitCode: 2,
    text: "The database cannot be opened",
  },
  INTERNAL: { status: 500, retry: "never", exitCode: 4, text: "Internal error" },
} as const satisfies Record<
  string,
  {
    readonly status: number;
    readonly retry: "now" | "later" | "never";
    readonly exitCode: number;
    readonly text: string;
  }
>;

export type ErrorCode = keyof typeof ERRORS;

/** An expected failure. `text` of its row goes to clients, `detail` and `cause` to the log. */
export class ScanError extends Error {
  override readonly name = "ScanError";
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, string | number>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly detail?: Readonly<Record<string, string | number>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.detail = options.detail ?? {};
  }
}

/** The error as a ScanError: itself, or INTERNAL around it. */
export function toScanError(error: unknown): ScanError {
  if (error instanceof ScanError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ScanError("INTERNAL", message, { cause: error });
}
