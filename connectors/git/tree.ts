import { runGitStrictly } from "./git-process.ts";
import type { OpenedRepository } from "./opened-repository.ts";

/** One entry of the commit's tree. */
export interface TreeEntry {
  /** From the repository's root. */
  readonly path: string;
  readonly kind: "file" | "link" | "submodule";
  readonly id: string;
  readonly isNameUtf8: boolean;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Every file, symbolic link and submodule, in git's order. */
export async function readTree(
  repository: OpenedRepository,
  signal: AbortSignal,
): Promise<readonly TreeEntry[]> {
  const args = [repository.gitDirArgument, "ls-tree", "-r", "-z", "--full-tree", repository.commit];
  const output = await runGitStrictly(args, {}, signal);
  return [...splitAtZero(output)].map(parseEntry);
}

/** `mode SP type SP id TAB path` */
function parseEntry(record: Buffer): TreeEntry {
  const tab = record.indexOf(9);
  const [mode = "", , id = ""] = record.toString("latin1", 0, tab).split(" ");
  const name = record.subarray(tab + 1);
  const kind = mode === "160000" ? "submodule" : mode === "120000" ? "link" : "file";
  return { ...pathText(name), kind, id };
}

/** The path as text that no other path shares: bytes that are no UTF-8 become U+FFFD and two hex digits, U+FFFD itself is doubled. */
export function pathText(name: Buffer): { readonly path: string; readonly isNameUtf8: boolean } {
  const whole = decodeStrictly(name);
  if (whole !== null) return { path: whole.replaceAll("\uFFFD", "\uFFFD\uFFFD"), isNameUtf8: true };
  // Byte by byte is enough here: such a name is shown, and never opened.
  let path = "";
  for (const byte of name)
    path += byte < 0x80 ? String.fromCharCode(byte) : `\uFFFD${byte.toString(16)}`;
  return { path, isNameUtf8: false };
}

function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function* splitAtZero(buffer: Buffer): Iterable<Buffer> {
  let start = 0;
  for (;;) {
    const end = buffer.indexOf(0, start);
    if (end === -1) return;
    yield buffer.subarray(start, end);
    start = end + 1;
  }
}
