/** Markup that may stand in a page as it is. Only `html` and `trusted` make it. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | Html | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Template for markup: every string that is filled in is escaped, so what a document says never becomes markup. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let markup = strings[0] ?? "";
  for (const [index, part] of parts.entries()) markup += fill(part) + (strings[index + 1] ?? "");
  return { markup };
}

/** Text of our own that is markup already: styles and scripts. Never what was read from a source. */
export function trusted(markup: string): Html {
  return { markup };
}

export const NOTHING: Html = { markup: "" };

function fill(part: Part): string {
  if (typeof part === "string") return escapeText(part);
  if (typeof part === "number") return String(part);
  if ("markup" in part) return part.markup;
  return part.map(({ markup }) => markup).join("");
}

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

const LINKABLE = new Set(["http:", "https:", "file:"]);

/** A link, where the address has a scheme that only opens a document; else the text alone. */
export function linkTo(uri: string, text: string): Html {
  const scheme = URL.canParse(uri) ? new URL(uri).protocol : "";
  if (!LINKABLE.has(scheme)) return html`${text}`;
  return html`<a href="${uri}" rel="noreferrer noopener">${text}</a>`;
}

/** The text with what stands between `backticks` set as code. */
export function withCode(text: string): Html {
  const pieces = text.split("`");
  if (pieces.length % 2 === 0) return html`${text}`;
  return html`${pieces.map((piece, index) => (index % 2 === 0 ? html`${piece}` : html`<code>${piece}</code>`))}`;
}
