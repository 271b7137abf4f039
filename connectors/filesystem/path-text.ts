/** Stands before an escaped byte; doubled where the name itself holds the character. */
const MARK = "\uFFFD";

const SAFE_PATH = /^[\w.~/-]*$/u;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A file name as text that no other name shares. Valid UTF-8 stays as it is, but for U+FFFD, which is doubled;
 * a byte that is no UTF-8 becomes U+FFFD and its two hex digits.
 */
export function textOfName(name: Uint8Array): { readonly text: string; readonly isUtf8: boolean } {
  const whole = decodeStrictly(name);
  if (whole !== null) return { text: whole.replaceAll(MARK, MARK + MARK), isUtf8: true };
  let text = "";
  let at = 0;
  while (at < name.length) {
    const length = sequenceLength(name, at);
    if (length === 0) {
      text += MARK + (name[at] ?? 0).toString(16).padStart(2, "0");
      at += 1;
    } else {
      text += decoder.decode(name.subarray(at, at + length)).replaceAll(MARK, MARK + MARK);
      at += length;
    }
  }
  return { text, isUtf8: false };
}

/** What the system calls the path that `textOfName` wrote: a string where it is text, else its bytes. */
export function systemPath(text: string): string | Buffer {
  if (!text.includes(MARK)) return text;
  const bytes: Buffer[] = [];
  for (const [piece] of text.matchAll(/\uFFFD(?:\uFFFD|[0-9a-f]{2})|[^\uFFFD]+/gu)) {
    if (!piece.startsWith(MARK)) bytes.push(Buffer.from(piece));
    else if (piece[1] === MARK) bytes.push(Buffer.from(MARK));
    else bytes.push(Buffer.from(piece.slice(1), "hex"));
  }
  return Buffer.concat(bytes);
}

/** Whether the text stands for a name that is valid UTF-8. */
export function isUtf8Text(text: string): boolean {
  return !text.includes(MARK) || !text.replaceAll(MARK + MARK, "").includes(MARK);
}

/** The text of a path that came from the configuration as a string. */
export function textOfPath(path: string): string {
  return path.replaceAll(MARK, MARK + MARK);
}

/** The path's bytes, percent-encoded, `/` kept. */
export function encodePath(text: string): string {
  if (SAFE_PATH.test(text)) return text;
  const path = systemPath(text);
  if (typeof path === "string") return path.split("/").map(encodeURIComponent).join("/");
  let encoded = "";
  for (const byte of path) {
    const char = String.fromCharCode(byte);
    encoded += /[\w.~/-]/u.test(char)
      ? char
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}

function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Length of the valid UTF-8 sequence that starts here; 0: there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length += 1) {
    const text = decodeStrictly(bytes.subarray(at, at + length));
    if (text !== null) return length;
  }
  return 0;
}
