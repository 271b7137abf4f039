import { once } from "node:events";
import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { ScanError } from "../model/error.ts";
import { createReportApp, type ReportAppParts } from "./app.ts";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(parts: Partial<ReportAppParts<{ readonly score: number }>> = {}) {
  const logged: string[] = [];
  const app = createReportApp<{ readonly score: number }>({
    getReport: async () => ({ score: 82 }),
    renderHtml: ({ score }) => `<!doctype html><p>${score}</p>`,
    renderMarkdown: ({ score }) => `# ${score}\n`,
    renderJson: (report) => JSON.stringify(report),
    contentSecurityPolicy: "default-src 'none'",
    log: (event, data) => logged.push(`${event} ${JSON.stringify(data)}`),
    ...parts,
  });
  const server = createServer(app);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  let requestCount = 0;
  server.on("request", () => (requestCount += 1));
  /** Resolves when the app has begun so many requests. */
  const arrived = async (count: number) => {
    while (requestCount < count) await once(server, "request");
  };
  return {
    logged,
    arrived,
    get: (path: string, host = `127.0.0.1:${port}`) => ask(port, path, host),
  };
}

function ask(port: number, path: string, host: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, host: "127.0.0.1", headers: { host } }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    sent.on("error", reject).end();
  });
}

test.each([
  ["/", "text/html; charset=utf-8", "<!doctype html><p>82</p>"],
  ["/report.json", "application/json; charset=utf-8", '{"score":82}'],
  ["/report.md", "text/markdown; charset=utf-8", "# 82\n"],
  ["/healthz", "application/json; charset=utf-8", '{"status":"ok"}'],
])("%s answers %s", async (path, type, body) => {
  const { get } = await serve();

  const answer = await get(path);

  expect(answer).toMatchObject({ status: 200, body });
  expect(answer.headers["content-type"]).toBe(type);
});

test("nothing is cached, framed, sniffed or told about the server", async () => {
  const { get } = await serve();

  const { headers } = await get("/");

  expect(headers).toMatchObject({
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
  });
  expect(headers).not.toHaveProperty("x-powered-by");
  expect(headers).not.toHaveProperty("etag");
  expect(headers).not.toHaveProperty("access-control-allow-origin");
});

test.each(["localhost", "LOCALHOST:4180", "127.0.0.1:80", "[::1]:4180"])(
  "the Host %s is this machine",
  async (host) => {
    const { get } = await serve();

    expect((await get("/report.json", host)).status).toBe(200);
  },
);

test.each([
  "evil.example",
  "localhost.evil.example",
  "127.0.0.1.evil.example:4180",
  "localhost:x",
  "evil.example:127.0.0.1",
])("the Host %s is refused, whatever address it resolves to", async (host) => {
  const { get } = await serve();

  const { status, body } = await get("/report.json", host);

  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({ code: "USAGE", status: 400 });
  expect(body).not.toContain("82");
});

test("an unknown path is a problem that says what there is", async () => {
  const { get } = await serve();

  const { status, headers, body } = await get("/secret");

  expect(status).toBe(404);
  expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(JSON.parse(body)).toMatchObject({
    code: "NOT_FOUND",
    detail: "There is nothing at /secret. Try / or /report.json.",
  });
});

test("an expected failure answers with its row of the table", async () => {
  const { get } = await serve({
    getReport: () => Promise.reject(new ScanError("STORE_LOCKED", "writer 123 holds it")),
  });

  const { status, body } = await get("/");

  expect(status).toBe(503);
  expect(JSON.parse(body)).toMatchObject({ code: "STORE_LOCKED", retry: "now" });
});

test("a fault of ours is logged and not told", async () => {
  const { get, logged } = await serve({
    getReport: () => Promise.reject(new Error("secret path /home/ines")),
  });

  const { status, body } = await get("/");

  expect(status).toBe(500);
  expect(body).not.toContain("ines");
  expect(logged.join()).toContain("secret path /home/ines");
});

test("requests that come while a report is taken share it, and the next takes its own", async () => {
  const waiting: ((report: { readonly score: number }) => void)[] = [];
  const getReport = () =>
    new Promise<{ readonly score: number }>((resolve) => waiting.push(resolve));
  const { get, arrived } = await serve({ getReport });

  const first = get("/report.json");
  const second = get("/report.json");
  await arrived(2);
  waiting[0]?.({ score: 1 });
  const shared = [(await first).body, (await second).body];
  const third = get("/report.json");
  await arrived(3);
  waiting[1]?.({ score: 2 });

  expect(shared).toEqual(['{"score":1}', '{"score":1}']);
  expect((await third).body).toBe('{"score":2}');
  expect(waiting).toHaveLength(2);
});
