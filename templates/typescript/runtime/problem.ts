import type { ExceptionName } from "../types.js";

/** What a problem sets aside, while the rest goes on. */
export type Scope = "field" | "line" | "document" | "interchange";

/** What is wrong with a value. */
export type Wrong =
  | "absent"
  | "null"
  | "empty"
  | "wrong-type"
  | "wrong-form"
  | "not-exact"
  | "too-long"
  | "too-short"
  | "too-many-digits"
  | "out-of-range"
  | "not-divisible"
  | "unknown-code"
  | "wrong-check-digit"
  | "too-few"
  | "too-many"
  | "incomplete"
  | "not-as-required";

/** One thing that went wrong, as data. */
export interface Problem {
  /** The exception that the charter names for it; `null` where it names none. */
  exception: ExceptionName | null;
  wrong: Wrong;
  scope: Scope;
  /** Where the value comes from, as `line_items[2].sku`. */
  source: string;
  /** Where it was to go, as `lines[1].sku`. */
  target: string;
  /** The value as it came; left out where there is none. */
  value?: unknown;
  /** The line of the charter that asks for it. */
  charter: string;
}

/** What came out, and everything that went wrong on the way. */
export type Result<T> =
  | { ok: true; value: T; problems: Problem[] }
  | { ok: false; problems: Problem[] };

/** A key of a payload; or the one part of a list that has these values. */
export type Key = string | { in: string; with: Record<string, string> };

/** One line of the charter: which value of a payload is which field of the object. */
export interface Rule {
  charter: string;
  /** The keys that lead to the value, from the part of the payload at hand. */
  foreign: readonly Key[];
  /** The field, from the part of the object at hand. */
  field: string;
  scope: Scope;
  /** What may be, and leaves the field absent. */
  skips?: readonly Missing[];
  /** What is raised when it is missing all the same. */
  raises?: Partial<Record<Missing, ExceptionName>>;
}

/** Three different ways of not being there. */
export type Missing = "absent" | "null" | "empty";

/** All problems of one run, and whether they leave anything to go on with. */
class Report {
  readonly problems: Problem[] = [];
  refused = false;

  constructor(readonly reads: boolean) {}
}

/** A part of a payload and of the object that it stands for. */
export class Place {
  /** Whether a problem has set the line aside. */
  private failed = false;

  private constructor(
    private readonly report: Report,
    /** The part of the payload when reading; `undefined` when it is missing, or when writing. */
    private readonly part: unknown,
    private readonly above: Place | undefined,
    private readonly foreign: string,
    private readonly field: string,
    private readonly isLine: boolean,
    /** The position of a line among those that are made. */
    private readonly at: number,
  ) {}

  /** The whole of a payload that is read. */
  static ofPayload(payload: unknown): Place {
    return new Place(new Report(true), payload, undefined, "", "", false, 0);
  }

  /** The whole of an object that is written. */
  static ofObject(): Place {
    return new Place(new Report(false), undefined, undefined, "", "", false, 0);
  }

  /** Whether the part is not there; whoever found that out has reported it. */
  get missing(): boolean {
    return this.report.reads && this.part === undefined;
  }

  /** The position of the nearest line among those that are made. */
  get position(): number {
    return this.nearestLine()?.at ?? 0;
  }

  /** Whether a problem has set the whole document aside. */
  get refused(): boolean {
    return this.report.refused;
  }

  /** The value that the keys lead to; `undefined` when there is none. */
  find(keys: readonly Key[]): unknown {
    let found = this.part;
    for (const key of keys) {
      found =
        typeof key === "string" ? member(found, key) : qualified(found, key);
    }
    return found;
  }

  /** A part inside this one. */
  inside(rule: Rule, part: unknown): Place {
    const path = written(rule.foreign);
    return new Place(this.report, part, this, path, rule.field, false, 0);
  }

  /** One line of a list: its position in the payload, and in the object. */
  line(rule: Rule, part: unknown, foreign: number, field: number): Place {
    const path = `${written(rule.foreign)}[${foreign}]`;
    const to = `${rule.field}[${field}]`;
    const at = this.report.reads ? field : foreign;
    return new Place(this.report, part, this, path, to, true, at);
  }

  /** Takes note of a problem; `undefined` stands for the value that there is not. */
  problem(
    rule: Rule,
    wrong: Wrong,
    value?: unknown,
    exception?: ExceptionName,
  ): undefined {
    const foreign = this.path("foreign", written(rule.foreign));
    const field = this.path("field", rule.field);
    this.report.problems.push({
      exception: exception ?? null,
      wrong,
      scope: rule.scope,
      source: this.report.reads ? foreign : field,
      target: this.report.reads ? field : foreign,
      ...(value === undefined ? {} : { value }),
      charter: rule.charter,
    });
    const line = rule.scope === "line" ? this.nearestLine() : undefined;
    if (line !== undefined) {
      line.failed = true;
    } else if (rule.scope !== "field") {
      this.report.refused = true;
    }
    return undefined;
  }

  /** The line, unless a problem has set it aside. */
  kept<T>(line: T | undefined): T | undefined {
    return this.failed ? undefined : line;
  }

  /** What came out of the whole. */
  result<T>(value: T | undefined): Result<T> {
    const { problems, refused } = this.report;
    return refused || value === undefined
      ? { ok: false, problems }
      : { ok: true, value, problems };
  }

  private nearestLine(): Place | undefined {
    return this.isLine ? this : this.above?.nearestLine();
  }

  private path(side: "foreign" | "field", rest: string): string {
    const path = [this[side], rest].filter((part) => part !== "").join(".");
    return this.above === undefined ? path : this.above.path(side, path);
  }
}

function member(of: unknown, key: string): unknown {
  return isObject(of) && Object.hasOwn(of, key) ? of[key] : undefined;
}

/** The part of a list that a qualifier tells from its neighbours, never its position; the first of several. */
function qualified(of: unknown, key: Exclude<Key, string>): unknown {
  const list = member(of, key.in);
  return Array.isArray(list)
    ? list.find((part) =>
        Object.entries(key.with).every(
          ([name, value]) => member(part, name) === value,
        ),
      )
    : undefined;
}

/** Keys as a charter writes them. */
function written(keys: readonly Key[]): string {
  const one = (key: Key) => {
    if (typeof key === "string") {
      return key;
    }
    const pairs = Object.entries(key.with).map(([name, is]) => `${name}=${is}`);
    return `${key.in}[${pairs.join(",")}]`;
  };
  return keys.map(one).join(".");
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
