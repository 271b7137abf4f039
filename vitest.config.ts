import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "src/**/*.test.ts",
      "connectors/**/*.test.ts",
      "rules/**/*.test.ts",
      "test/**/*.test.ts",
    ],
    exclude: ["**/*.slow.test.ts", "test/perf/**", "test/slow/**", "node_modules/**", "dist/**"],
    testTimeout: 20_000,
    // By default one core is left idle, which on two is half of them.
    maxWorkers: "100%",
    reporters: ["default", "./.ci/closing-line.ts"],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "connectors/**/*.ts", "rules/**/*.ts"],
      exclude: ["**/*.test.ts"],
    },
  },
});
