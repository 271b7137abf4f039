import { dirname, isAbsolute, relative, resolve } from "node:path";
import { cancel, intro, isCancel, text } from "@clack/prompts";
import { inferSource, type InferredSource } from "../app/inferred-config.ts";
import { Day, Slug } from "../app/config-values.ts";
import { EXIT } from "../app/lifecycle.ts";
import { initConfig, type InitAnswers } from "../commands/init-config.ts";
import { ScanError } from "../model/error.ts";
import { parseDay } from "./marks.ts";
import type { Terminal } from "./terminal.ts";

interface InitOptions {
  readonly id?: string;
  readonly owner?: string;
  readonly sla?: string;
  readonly escalation?: string;
  readonly nextReview?: string;
  readonly output: string;
  readonly yes?: boolean;
  readonly force?: boolean;
}

/** Writes a configuration, from the flags and, where a person is there, from answers. */
export async function initCommand(
  target: string,
  options: InitOptions,
  terminal: Terminal,
): Promise<number> {
  const source = inferSource(target);
  const given = givenAnswers(source, options);
  let answers = given;
  if (terminal.isInteractive && options.yes !== true) {
    try {
      answers = await ask(given);
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
      cancel("Nothing was written.");
      return EXIT.interrupted;
    }
  }
  await initConfig(options.output, answers, options.force === true);
  terminal.err(
    `${options.output} is written. Next: \`tidemark doctor\` checks that it can be read, \`tidemark scan\` reads it.\n`,
  );
  return EXIT.ready;
}

function givenAnswers(source: InferredSource, options: InitOptions): InitAnswers {
  const id = options.id ?? source.id;
  if (!Slug.safeParse(id).success) {
    throw new ScanError(
      "USAGE",
      `"${id}" cannot be an id: lower-case letters, digits, '-', '_' and '.'`,
    );
  }
  return {
    workspaceId: id,
    workspaceName: source.name,
    source: {
      id: source.id,
      connector: source.connector,
      locationKey: source.locationKey,
      location: shortest(source.location, dirname(resolve(options.output))),
    },
    owner: options.owner ?? null,
    sla: options.sla ?? null,
    escalation: options.escalation ?? null,
    nextReview: options.nextReview === undefined ? null : parseDay(options.nextReview),
  };
}

/** A path below the file's folder is written relative to the file, so that both can move together. */
function shortest(location: string, folder: string): string {
  if (!isAbsolute(location)) return location;
  const path = relative(folder, location);
  return path.startsWith("..") ? location : `./${path}`;
}

async function ask(given: InitAnswers): Promise<InitAnswers> {
  intro("Four things that every knowledge base needs, on one page");
  return {
    ...given,
    owner: given.owner ?? (await askText("Who answers for it?", "docs-team@example.com")),
    sla:
      given.sla ?? (await askText("How fresh must it be?", "reviewed twice a year, scanned daily")),
    escalation:
      given.escalation ??
      (await askText("Who is told when the owner does not answer?", "head-of-docs@example.com")),
    nextReview: given.nextReview ?? (await askDay()),
  };
}

async function askText(message: string, placeholder: string): Promise<string | null> {
  return answerOf(await text({ message, placeholder: `${placeholder} (empty: later)` }));
}

async function askDay(): Promise<string | null> {
  const answer = await text({
    message: "By when does somebody look at this again?",
    placeholder: "2027-06-30 (empty: later)",
    validate: (value) =>
      value === undefined || value === "" || Day.safeParse(value).success
        ? undefined
        : "Write it like 2027-06-30",
  });
  return answerOf(answer);
}

class Cancelled extends Error {}

function answerOf(answer: string | symbol | undefined): string | null {
  if (isCancel(answer)) throw new Cancelled();
  const trimmed = String(answer ?? "").trim();
  return trimmed === "" ? null : trimmed;
}
