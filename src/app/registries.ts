import { connectors } from "../../connectors/index.ts";
import { rules } from "../../rules/index.ts";
import type { Registries } from "./config-schema.ts";

/** The plug-ins of this build. */
export const REGISTRIES: Registries = { connectors, rules };
