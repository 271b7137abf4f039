/** Who may import whom: the arrows of CONTRIBUTING.md. Run by .ci/boundaries.mjs, which also refuses a run that read no module. */
const OURS = "^(src|connectors|rules|test|data)/";

/** A folder may import only these of ours (itself always). */
function only(name, from, allowed) {
  return {
    name,
    severity: "error",
    from: { path: from, pathNot: "\\.test\\.ts$" },
    to: { path: OURS, pathNot: [from, ...allowed] },
  };
}

const MODEL = "^src/model/";
const LIB = "^src/lib/";
const CONTRACT = "^src/contract/";
const STORE_PORT = "^src/store/store\\.ts$";
const QUEUE_PORT = "^src/queue/queue\\.ts$";

export default {
  forbidden: [
    only("model-imports-nothing", "^src/model/", []),
    only("lib-imports-nothing", "^src/lib/", []),
    only("contract", "^src/contract/", [MODEL]),
    only("extract", "^src/extract/", [MODEL, LIB]),
    only("store", "^src/store/", [MODEL, LIB]),
    only("facts", "^src/facts/", [MODEL, LIB, CONTRACT, STORE_PORT]),
    only("scan", "^src/scan/", [
      MODEL,
      LIB,
      CONTRACT,
      "^src/extract/",
      STORE_PORT,
      QUEUE_PORT,
      "^src/facts/",
    ]),
    only("report", "^src/report/", [MODEL, LIB, STORE_PORT]),
    only("commands", "^src/commands/", [
      MODEL,
      LIB,
      CONTRACT,
      "^src/scan/",
      "^src/report/",
      STORE_PORT,
      QUEUE_PORT,
    ]),
    only("api", "^src/api/", [MODEL, LIB, "^src/commands/"]),
    only("cli", "^src/cli/", [MODEL, LIB, "^src/commands/", "^src/app/", "^src/report/"]),
    only("schedule", "^src/schedule/", [MODEL, LIB, "^src/commands/"]),
    {
      name: "rules-see-contract-model-lib",
      severity: "error",
      from: { path: "^rules/([^/]+)/", pathNot: "\\.test\\.ts$" },
      to: { path: OURS, pathNot: [CONTRACT, MODEL, LIB, "^rules/$1/"] },
    },
    {
      name: "rules-name-no-node-built-ins",
      severity: "error",
      from: { path: "^rules/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "connectors-see-contract-model-lib",
      severity: "error",
      from: { path: "^connectors/([^/]+)/", pathNot: "\\.test\\.ts$" },
      to: {
        path: OURS,
        pathNot: [CONTRACT, MODEL, LIB, "^connectors/$1/", "^connectors/[^/]+\\.ts$"],
      },
    },
    {
      name: "model-imports-zod-only",
      severity: "error",
      from: { path: MODEL, pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["npm", "core"], pathNot: "node_modules/zod/" },
    },
    {
      name: "nobody-imports-tests",
      severity: "error",
      from: { path: OURS, pathNot: ["\\.test\\.ts$", "^test/"] },
      to: { path: ["^test/", "\\.test\\.ts$"] },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".mjs", ".js"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
  },
};
