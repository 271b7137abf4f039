import { defineConfig } from "vitest/config";

// Suites that take minutes: kills at random moments, a full disk, real knowledge bases, commands as processes.
export default defineConfig({
  test: {
    include: ["test/slow/**/*.test.ts", "src/**/*.slow.test.ts"],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    reporters: ["default", "./.ci/closing-line.ts"],
  },
});
