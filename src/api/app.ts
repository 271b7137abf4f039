import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { ScanError, toScanError } from "../model/error.ts";
import { toProblem } from "./errors.ts";
import { isLoopbackHost } from "./loopback.ts";

/** What the report's server is made of; `R` is the report. */
export interface ReportAppParts<R> {
  readonly getReport: () => Promise<R>;
  readonly renderHtml: (report: R) => string;
  readonly renderMarkdown: (report: R) => string;
  readonly renderJson: (report: R) => string;
  /** What the page of `renderHtml` may run and load. */
  readonly contentSecurityPolicy: string;
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>) => void;
}

/**
 * The readiness report over HTTP, for people on this machine: `/`, `/report.json`, `/report.md`, `/healthz`.
 * Every answer is taken anew; requests that come while one is taken share it. Refuses Host names that are not loopback.
 */
export function createReportApp<R>(parts: ReportAppParts<R>): Express {
  const getReport = shareWhileRunning(parts.getReport);
  const send =
    (type: string, render: (report: R) => string): RequestHandler =>
    async (_request, response) => {
      response.type(type).send(render(await getReport()));
    };
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(setHeaders(parts.contentSecurityPolicy), refuseForeignHosts);
  app.get("/", send("html", parts.renderHtml));
  app.get("/report.json", send("json", parts.renderJson));
  app.get("/report.md", send("text/markdown; charset=utf-8", parts.renderMarkdown));
  app.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });
  app.use(({ path }) => {
    throw new ScanError("NOT_FOUND", `There is nothing at ${path}. Try / or /report.json.`);
  });
  app.use(answerErrors(parts.log));
  return app;
}

function setHeaders(contentSecurityPolicy: string): RequestHandler {
  return (_request, response, next) => {
    response.set({
      "Cache-Control": "no-store",
      "Content-Security-Policy": `${contentSecurityPolicy}; frame-ancestors 'none'`,
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "DENY",
    });
    next();
  };
}

const refuseForeignHosts: RequestHandler = (request, _response, next) => {
  if (isLoopbackHost(request.headers.host)) next();
  else next(new ScanError("USAGE", "This server answers to localhost and 127.0.0.1 only."));
};

function answerErrors(log: ReportAppParts<unknown>["log"]): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = toProblem(error);
    if (problem.status >= 500) {
      const { message, stack } = toScanError(error);
      log("api.failed", { code: problem.code, path: request.path, message, stack });
    }
    if (response.headersSent) next(error);
    else response.status(problem.status).type("application/problem+json").json(problem);
  };
}

function shareWhileRunning<R>(run: () => Promise<R>): () => Promise<R> {
  let running: Promise<R> | null = null;
  return () => {
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
}
