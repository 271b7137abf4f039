import { ERRORS, toScanError, type ErrorCode } from "../model/error.ts";

/** An error as clients see it: RFC 9457, `application/problem+json`. */
export interface Problem {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly retry: "now" | "later" | "never";
  /** What the caller did wrong. Left out for faults of ours: those go to the log. */
  readonly detail?: string;
}

/** The one place where an error becomes an answer. */
export function toProblem(error: unknown): Problem {
  const { code, message } = toScanError(error);
  const { status, retry, text } = ERRORS[code];
  const problem = { type: "about:blank", title: text, status, code, retry } as const;
  return status < 500 ? { ...problem, detail: message } : problem;
}
