/** A name and an e-mail out of `Ada Example <ada@example.com>`, `ada@example.com` or a plain name, handle or channel. */
export function readPerson(written: string): {
  readonly name: string;
  readonly email: string | null;
} {
  const text = written.trim().replaceAll(/\s+/g, " ");
  const parts = /^(?<name>[^<>]*)<(?<email>[^<>\s]+@[^<>\s]+)>$/.exec(text)?.groups;
  if (parts !== undefined) {
    const email = parts["email"] ?? "";
    return { name: (parts["name"] ?? "").trim().replaceAll('"', "") || email, email };
  }
  const isEmail = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text);
  return { name: text, email: isEmail ? text : null };
}
