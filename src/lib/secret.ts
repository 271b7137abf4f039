import { inspect } from "node:util";

const MASK = "[secret]";

/** A value that no log, error or JSON ever shows. Only `reveal` hands it out; call it where it is used and keep nothing. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
