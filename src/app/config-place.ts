import { isMap, isPair, isScalar, isSeq, type Document, type LineCounter } from "yaml";
import type { Path } from "./config-problems.ts";

/** Both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where in the file a setting stands: its key or its value, or the nearest mapping around it where it is missing. */
export function placeOf(
  document: Document.Parsed,
  lines: LineCounter,
  path: Path,
  at: "key" | "value",
): Place {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const [index, key] of path.entries()) {
    const isLast = index === path.length - 1;
    if (isSeq(node) && typeof key === "number") {
      node = node.items[key];
    } else if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      );
      if (pair === undefined) break;
      node = pair.value;
      offset = offsetOf(pair.key) ?? offset;
      if (isLast && at === "key") break;
    } else {
      break;
    }
    // A mapping or list is told by its key: its own start is that of its first entry.
    if (isScalar(node) || typeof key === "number") offset = offsetOf(node) ?? offset;
  }
  const position = lines.linePos(offset);
  return { line: position.line, column: position.col };
}

function offsetOf(node: unknown): number | null {
  if (typeof node !== "object" || node === null || !("range" in node)) return null;
  const range: unknown = node.range;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : null;
}
