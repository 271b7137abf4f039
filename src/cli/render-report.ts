import type { ReadinessReport } from "../report/readiness-report.ts";
import type { Format } from "./options.ts";
import type { Terminal } from "./terminal.ts";

const FILE_COLUMNS = 100;

/** The report in one of its forms; each renderer is loaded when it is asked for. */
export async function renderReport(
  report: ReadinessReport,
  format: Format,
  terminal: Terminal,
  file: string | undefined,
): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../report/render-json.ts")).renderJson(report);
    case "markdown":
      return (await import("../report/render-markdown.ts")).renderMarkdown(report);
    case "html":
      return (await import("../report/render-html.ts")).renderHtml(report);
    case "terminal": {
      const { renderTerminal } = await import("../report/render-terminal.ts");
      const isRich = file === undefined && terminal.outPen.isColorSupported;
      return renderTerminal(report, {
        columns: file === undefined ? terminal.columns : FILE_COLUMNS,
        isRich,
      });
    }
  }
}
