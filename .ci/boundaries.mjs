// Checks who imports whom. A run that read no module, or far fewer than there are files, is a failure and not a pass.
import { readdirSync } from "node:fs";
import { cruise } from "dependency-cruiser";
import config from "../.dependency-cruiser.mjs";

const rooms = ["src", "connectors", "rules", "test"].filter((room) =>
  readdirSync(".").includes(room),
);
const files = rooms.flatMap((room) =>
  readdirSync(room, { recursive: true }).filter((name) => name.endsWith(".ts")),
);
const { output } = await cruise(rooms, { ...config.options, validate: true, ruleSet: config });
const seen = output.modules.filter((module) =>
  rooms.some((room) => module.source.startsWith(`${room}/`)),
).length;
for (const violation of output.summary.violations) {
  console.error(`${violation.rule.name}: ${violation.from} → ${violation.to}`);
}
if (seen === 0 || seen < files.length) {
  console.error(`boundaries: read ${seen} modules of ${files.length} files: the check is blind`);
  process.exit(1);
}
if (output.summary.error > 0) process.exit(1);
console.log(`boundaries: ${seen} modules, no violation`);
