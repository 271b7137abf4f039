/** The text with what stands between `<!-- name -->` and `<!-- /name -->` replaced; null when it has no such pair of markers. */
export function replaceRegion(text: string, name: string, body: string): string | null {
  const opening = `<!-- ${name} -->`;
  const closing = `<!-- /${name} -->`;
  const start = text.indexOf(opening);
  const end = text.indexOf(closing, start);
  if (start === -1 || end === -1) return null;
  return `${text.slice(0, start + opening.length)}\n\n${body.trim()}\n\n${text.slice(end)}`;
}

/** What stands between the markers, trimmed; null when there are none. */
export function readRegion(text: string, name: string): string | null {
  const opening = `<!-- ${name} -->`;
  const start = text.indexOf(opening);
  const end = text.indexOf(`<!-- /${name} -->`, start);
  if (start === -1 || end === -1) return null;
  return text.slice(start + opening.length, end).trim();
}
