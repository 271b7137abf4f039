import { createReportApp } from "../api/app.ts";
import { getReport } from "../commands/get-report.ts";
import type { ReadinessReport } from "../report/readiness-report.ts";
import { renderHtml, REPORT_CSP } from "../report/render-html.ts";
import { renderJson } from "../report/render-json.ts";
import { renderMarkdown } from "../report/render-markdown.ts";
import { listenOnLoopback, type Listening } from "./listen.ts";
import type { Logger } from "./logging.ts";
import type { OpenedWorkspace } from "./open-workspace.ts";

/** Serves the workspace's readiness report on 127.0.0.1, taken anew for each request. `port` null: the first free one from 4180. */
export async function serveReport(
  workspace: OpenedWorkspace,
  log: Logger,
  port: number | null,
): Promise<Listening> {
  const app = createReportApp<ReadinessReport>({
    getReport: () => getReport(workspace),
    renderHtml,
    renderMarkdown,
    renderJson,
    contentSecurityPolicy: REPORT_CSP,
    log: (event, data) => log.error(data ?? {}, event),
  });
  return listenOnLoopback(app, port);
}
