import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { listenOnLoopback } from "./listen.ts";

test("a port that is asked for and taken is refused with a word, and the next free one is found otherwise", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as AddressInfo;

  await expect(listenOnLoopback(() => {}, port)).rejects.toMatchObject({
    code: "USAGE",
    message: `port ${port} on 127.0.0.1 is taken; name another with --port`,
  });
  const first = await listenOnLoopback((_, response) => response.end("first"), null);
  const second = await listenOnLoopback((_, response) => response.end("second"), null);

  expect(await (await fetch(first.url)).text()).toBe("first");
  expect(await (await fetch(second.url)).text()).toBe("second");
  await Promise.all([first.close(), second.close()]);
  await expect(fetch(first.url)).rejects.toThrow();
  taken.close();
});

test("closing does not wait for a reader who keeps the connection open", async () => {
  const server = await listenOnLoopback((_, response) => void response.write("on and on"), 0);
  const reading = fetch(server.url);
  await reading;

  await server.close();

  await expect((await reading).text()).rejects.toThrow();
});
