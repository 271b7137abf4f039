import { codeBelow, linesWhere, type ProjectTree } from "./project-tree.ts";

const ROOMS = ["src", "connectors", "rules"];
const SQL =
  /["'`]\s*(?:SELECT\s|INSERT\s+(?:OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(?:UNIQUE\s+)?(?:TABLE|INDEX|VIEW|TRIGGER|VIRTUAL)\s|ALTER\s+TABLE\s|DROP\s+(?:TABLE|INDEX)\s|PRAGMA\s|WITH\s+(?:RECURSIVE\s+)?\w+\s+AS\s*\()/;

/** Lines that begin an SQL statement outside the store. */
export function findSqlOutsideStore(tree: ProjectTree): readonly string[] {
  const files = codeBelow(tree, ROOMS).filter(
    ([path]) => !path.startsWith("src/store/") && path !== "src/queue/postgres.ts",
  );
  return linesWhere(files, (line) => SQL.test(line));
}

/** Lines that read the environment elsewhere than the configuration does. */
export function findEnvironmentReads(tree: ProjectTree): readonly string[] {
  const files = codeBelow(tree, ROOMS).filter(([path]) => path !== "src/app/config.ts");
  return linesWhere(files, (line) => /\bprocess\s*\.\s*env\b|\bprocess\["env"\]/.test(line));
}
