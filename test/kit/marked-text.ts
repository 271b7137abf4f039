import type { TextSpan } from "../../src/model/dates.ts";

/** A text without its marks, and the spans that stood between them, in order of their start. */
export interface MarkedText {
  readonly text: string;
  readonly spans: readonly TextSpan[];
}

/** Takes the marks `«…»` out of a text, so that nobody counts offsets by hand. Throws where marks do not pair or nest. */
export function readMarkedText(marked: string): MarkedText {
  const spans: TextSpan[] = [];
  let text = "";
  let startOffset: number | null = null;
  for (const part of marked.split(/([«»])/)) {
    if (part === "«") {
      if (startOffset !== null) throw new Error(`a mark begins within another: ${marked}`);
      startOffset = text.length;
    } else if (part === "»") {
      if (startOffset === null) throw new Error(`a mark ends that did not begin: ${marked}`);
      spans.push({ startOffset, endOffset: text.length });
      startOffset = null;
    } else {
      text += part;
    }
  }
  if (startOffset !== null) throw new Error(`a mark does not end: ${marked}`);
  return { text, spans };
}
