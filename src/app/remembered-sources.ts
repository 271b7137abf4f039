import type { Connector } from "../contract/connector.ts";
import type { SourceRecord } from "../store/store.ts";
import type { SourceConfig } from "./config.ts";

/** Sources as the database remembers them, for commands without a configuration. One whose connector or options no longer fit is left out. */
export function rememberSources(
  records: readonly SourceRecord[],
  connectors: readonly Connector[],
): readonly SourceConfig[] {
  return records.flatMap((record) => {
    const connector = connectors.find(({ meta }) => meta.id === record.connector);
    const options = connector?.Options.safeParse(JSON.parse(record.optionsJson));
    if (connector === undefined || options?.success !== true) return [];
    return [
      {
        id: record.id,
        connector,
        options: options.data,
        stewardship: record.stewardship,
        schedule: null,
      },
    ];
  });
}
