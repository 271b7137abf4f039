import type { OpenedRepository } from "./opened-repository.ts";

/** The address of a file of the repository, by its path. */
export type FileAddress = (path: string) => string;

/** Hosts whose pages for files have a known form. */
const WEB_FORMS: ReadonlyMap<string, string> = new Map([
  ["github.com", "/blob/{ref}/{path}"],
  ["gitlab.com", "/-/blob/{ref}/{path}"],
  ["codeberg.org", "/src/{ref}/{path}"],
]);

/** By the template where there is one, else as the host's own page, else as `git+file:///repository//path?ref=main`. */
export function fileAddress(template: string | null, repository: OpenedRepository): FileAddress {
  const form = template ?? defaultTemplate(repository);
  const withState = form
    .replaceAll("{ref}", encodePath(repository.ref.name))
    .replaceAll("{commit}", repository.commit);
  return (path) => withState.replaceAll("{path}", () => encodePath(path));
}

function defaultTemplate({ place, isRemote }: OpenedRepository): string {
  if (!isRemote) return `git+file://${encodePath(place)}//{path}?ref={ref}`;
  const address = place.includes("://") ? place : place.replace(/^([^:]+):/u, "ssh://$1/");
  const url = new URL(address);
  const form = WEB_FORMS.get(url.hostname);
  if (form !== undefined)
    return `https://${url.hostname}${url.pathname.replace(/(?:\.git)?\/?$/u, "")}${form}`;
  return `git+${url.protocol}//${url.host}${url.pathname}//{path}?ref={ref}`;
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
