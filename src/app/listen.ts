import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ScanError } from "../model/error.ts";

/** A server on loopback. */
export interface Listening {
  /** `http://127.0.0.1:4180` */
  readonly url: string;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const DEFAULT_PORT = 4180;
const TRIED_COUNT = 20;

/** Listens on 127.0.0.1: on the port asked for, or from 4180 on the next that is free. Throws USAGE when it is taken. */
export async function listenOnLoopback(
  handler: RequestListener,
  port: number | null,
): Promise<Listening> {
  const server = createServer(handler);
  const candidates =
    port === null
      ? Array.from({ length: TRIED_COUNT }, (_, index) => DEFAULT_PORT + index)
      : [port];
  for (const candidate of candidates) {
    if (await tryListen(server, candidate)) return listening(server);
  }
  throw new ScanError(
    "USAGE",
    `port ${candidates.join(", ")} on ${HOST} is taken; name another with --port`,
  );
}

function tryListen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      server.off("listening", onListening);
      if ("code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES"))
        resolve(false);
      else reject(error);
    };
    const onListening = (): void => {
      server.off("error", onError);
      resolve(true);
    };
    server.once("error", onError);
    server.once("listening", onListening);
    server.listen(port, HOST);
  });
}

function listening(server: Server): Listening {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on TCP has such an address
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
