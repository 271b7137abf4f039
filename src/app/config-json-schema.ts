import { z } from "zod";
import { buildConfigSchema, type Registries } from "./config-schema.ts";

/** The schema of `tidemark.yaml` for editors, as it is published. */
export function configJsonSchema(registries: Registries): z.core.JSONSchema.JSONSchema {
  return {
    ...z.toJSONSchema(buildConfigSchema(registries), { io: "input" }),
    title: "Tidemark configuration",
  };
}
