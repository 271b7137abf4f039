import { decodeText } from "./charset.ts";
import { DocumentDraft } from "./document-draft.ts";
import type { Extractor, ReadingInput } from "./reading.ts";

const BARE_URL = /\bhttps?:\/\/[^\s<>"'`|\\^{}]+/g;
const TRAILING_PUNCTUATION = /[.,;:!?*_~]+$/;

/** Text without a markup that we read: its lines as they are, and the addresses that stand in it. */
export const plain: Extractor = {
  lane: "light",
  read(input: ReadingInput) {
    const draft = new DocumentDraft(input.textLength);
    const lines = decodeText(input.body, input.charset).split(/\r\n|\r|\n/);
    for (const [index, line] of lines.entries()) {
      if (line.trim() === "") draft.text.addBreak(2);
      else addLine(draft, line, index + 1);
      draft.text.addBreak(1);
    }
    return draft.finish();
  },
};

function addLine(draft: DocumentDraft, line: string, number: number): void {
  let from = 0;
  if (line.includes("://")) {
    for (const { 0: match, index } of line.matchAll(BARE_URL)) {
      const url = withoutTrailingPunctuation(match);
      draft.text.addText(line.slice(from, index));
      const open = draft.openLink("link", url, number);
      draft.text.addText(url);
      draft.closeLink(open);
      from = index + url.length;
    }
  }
  draft.text.addText(line.slice(from));
}

/** A sentence's end is not the address's; nor is a bracket that was opened before it. */
function withoutTrailingPunctuation(url: string): string {
  let end = url.replace(TRAILING_PUNCTUATION, "");
  while (end.endsWith(")") && end.split("(").length < end.split(")").length) {
    end = end.slice(0, -1).replace(TRAILING_PUNCTUATION, "");
  }
  return end;
}
