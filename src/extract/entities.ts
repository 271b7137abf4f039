import { Parser } from "htmlparser2";

const REFERENCE = /&(?:[a-z][a-z0-9]*|#\d+|#x[0-9a-f]+);/i;

/** The text with its HTML character references decoded, as Markdown wants them: only those that end in a semicolon. */
export function decodeEntities(text: string): string {
  if (!REFERENCE.test(text)) return text;
  let decoded = "";
  const parser = new Parser({ ontext: (piece) => (decoded += piece) });
  parser.end(
    text.replaceAll("<", "&lt;").replaceAll(/&(?![a-z][a-z0-9]*;|#\d+;|#x[0-9a-f]+;)/gi, "&amp;"),
  );
  return decoded;
}
