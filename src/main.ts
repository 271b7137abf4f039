#!/usr/bin/env node
import { runCli } from "./cli/run-cli.ts";

// Setting the code, and not leaving at once, lets a pipe take all that was written.
process.exitCode = await runCli(process.argv.slice(2));
