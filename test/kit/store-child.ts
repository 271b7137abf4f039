// A process of its own for tests of the store: `migrate` opens and closes, `write` commits until it is killed.
import { workspaceId } from "../../src/model/ids.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import {
  aboutDocument,
  at,
  commitAt,
  found,
  freshness,
  judged,
  link,
  saved,
} from "./store-batches.ts";

const [, , role, path = ""] = process.argv;
const store = await openSqliteStore({
  path,
  workspace: workspaceId("main"),
  busyTimeoutMs: 10_000,
});
if (role === "write") {
  process.stdout.write("ready\n");
  for (let round: number = await store.currentVersion(); ; round += 1) {
    const changes = Array.from({ length: 40 }, (_, index) => {
      const id = `d${(round * 17 + index) % 200}`;
      const isGone = (round + index) % 11 === 0;
      if (isGone) return [{ kind: "document-deleted", id: saved(id).id } as const];
      const content = {
        links: [link(`guides/d${round % 50}.md`)],
        linkKeys: [`guides/${id}.md`, `${round % 3}`],
      };
      const subject = aboutDocument(id);
      return [
        saved(id, { text: `Round ${round % 5}.`, content }),
        judged(round % 2 === 0 ? [found({ subject })] : [], {
          subject,
          dueAt: at(round),
          freshness: freshness(round % 3 === 0 ? "fresh" : "stale"),
        }),
      ];
    });
    await commitAt(store, at(round), ...changes.flat());
  }
}
await store.close();
