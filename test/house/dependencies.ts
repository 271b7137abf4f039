import { codeBelow, type ProjectTree } from "./project-tree.ts";

/** Run-time dependencies of package.json that no file of the product imports. */
export function findUnusedDependencies(tree: ProjectTree): readonly string[] {
  const { dependencies = {} } = JSON.parse(tree.get("package.json") ?? "{}") as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  const imported = new Set(
    codeBelow(tree, ["src", "connectors", "rules"]).flatMap(([, text]) => importedPackages(text)),
  );
  return Object.keys(dependencies).filter((name) => !imported.has(name));
}

/** Names of the packages that a text imports, sub-paths left off. */
function importedPackages(text: string): readonly string[] {
  const imports = text.matchAll(
    /(?:\bfrom|\bimport|\bimport\(|\brequire\(|\bresolve\()\s*["']([^"'.][^"']*)["']/g,
  );
  return [...imports].map(([, name = ""]) => {
    const parts = name.split("/");
    return name.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
  });
}
