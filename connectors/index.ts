import type { Connector } from "../src/contract/connector.ts";
import { filesystem } from "./filesystem/connector.ts";
import { git } from "./git/connector.ts";

/** Every connector, in order of id. */
export const connectors: readonly Connector[] = [filesystem, git];
