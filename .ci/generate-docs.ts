// Writes what the documentation says of rules, connectors, errors and settings from the code. With --check it writes nothing and fails on a difference.
import { writeFileSync } from "node:fs";

import { connectors } from "../connectors/index.ts";
import { rules } from "../rules/index.ts";
import { configJsonSchema } from "../src/app/config-json-schema.ts";
import { isOutdated, listGeneratedFiles } from "./docs/generated-files.ts";

const isCheck = process.argv.includes("--check");
const configSchema = configJsonSchema({ rules, connectors });
const outdated = listGeneratedFiles(".", { rules, connectors, configSchema }).filter((file) =>
  isOutdated(file),
);
for (const { path, fresh } of outdated) {
  if (isCheck) console.error(`${path} is not what the code says: run \`npm run docs\``);
  else writeFileSync(path, fresh);
}
if (isCheck && outdated.length > 0) process.exit(1);
console.log(
  isCheck ? "docs: all generated parts are fresh" : `docs: ${outdated.length} files written`,
);
