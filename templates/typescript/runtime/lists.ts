import { Decimal } from "./decimal.js";
import { isObject, Place, type Key, type Rule } from "./problem.js";
import { missing } from "./steps.js";
import type { ExceptionName } from "../types.js";

/** The rule with the first of several places that has a value; with its own where none has. */
export function firstOf(
  place: Place,
  rule: Rule,
  others: readonly (readonly Key[])[],
): Rule {
  const hasValue = (keys: readonly Key[]) => {
    const found = place.find(keys);
    const isEmpty = Array.isArray(found) && found.length === 0;
    return found !== undefined && found !== null && found !== "" && !isEmpty;
  };
  const foreign = [rule.foreign, ...others].find(hasValue);
  return foreign === undefined ? rule : { ...rule, foreign };
}

/** The position of the line among those that are made; the first has the number given. */
export function positionOf(place: Place, first: number): number | undefined {
  return place.missing ? undefined : first + place.position;
}

function listAt(place: Place, keys: readonly Key[]): unknown[] {
  const found = place.find(keys);
  return Array.isArray(found) ? found : [];
}

/** The parts of a list and of further lists of the payload. */
export function appended(
  place: Place,
  found: unknown,
  further: readonly (readonly Key[])[],
): unknown {
  return Array.isArray(found)
    ? [...found, ...further.flatMap((keys) => listAt(place, keys))]
    : found;
}

/** The parts of the lists that the parts of a list have. */
export function flattened(found: unknown, inner: readonly Key[]): unknown {
  return Array.isArray(found)
    ? found.flatMap((item: unknown) => listAt(Place.ofPayload(item), inner))
    : found;
}

/** The parts of a list in the order of some of their values; equal ones stay in their order. */
export function sorted(
  found: unknown,
  by: readonly (readonly Key[])[],
  order: "ascending" | "descending",
): unknown {
  if (!Array.isArray(found)) {
    return found;
  }
  const sign = order === "descending" ? -1 : 1;
  const keyed = found.map((item: unknown) => {
    const place = Place.ofPayload(item);
    return { item, keys: by.map((path) => place.find(path)) };
  });
  keyed.sort((left, right) => {
    for (const [at, key] of left.keys.entries()) {
      const compared = ordered(key, right.keys[at]);
      if (compared !== 0) {
        return sign * compared;
      }
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
}

/** Numbers by their size, texts by their characters; what is of another kind comes before or after. */
function ordered(left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number") {
    return left - right;
  }
  if (typeof left === "string" && typeof right === "string") {
    return byCharacters([...left], [...right]);
  }
  return kind(left) - kind(right);
}

function byCharacters(
  left: readonly string[],
  right: readonly string[],
): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const [one, other] = [left[at] ?? "", right[at] ?? ""];
    if (one !== other) {
      return (one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
    }
  }
  return left.length - right.length;
}

function kind(found: unknown): number {
  if (found === undefined || found === null) {
    return found === undefined ? 0 : 1;
  }
  if (typeof found === "boolean") {
    return found ? 3 : 2;
  }
  return typeof found === "number" ? 4 : typeof found === "string" ? 5 : 6;
}

/** The parts of a list, each with those of another list that belong to it, found by their keys. */
export function joined(
  place: Place,
  rule: Rule,
  found: unknown,
  other: readonly Key[],
  here: readonly (readonly Key[])[],
  there: readonly (readonly Key[])[],
  name: string,
  many: "one" | "optional" | "many",
  exception?: ExceptionName,
): unknown {
  if (!Array.isArray(found)) {
    return found;
  }
  const index = new Map<string, unknown[]>();
  for (const item of listAt(place, other)) {
    const key = keyOf(Place.ofPayload(item), there);
    const known = index.get(key ?? "");
    if (known !== undefined) {
      known.push(item);
    } else if (key !== undefined) {
      index.set(key, [item]);
    }
  }
  return found.map((item: unknown, at) => {
    const key = keyOf(Place.ofPayload(item), here);
    const parts = index.get(key ?? "") ?? [];
    const few = many === "one" && parts.length === 0;
    if (few || (many !== "many" && parts.length > 1)) {
      const line = place.line(rule, undefined, at, at);
      const whole = { ...rule, foreign: [], field: "" };
      const wrong = few ? "too-few" : "too-many";
      line.problem(whole, wrong, undefined, exception);
    }
    const joins = many === "many" ? parts : parts[0];
    return isObject(item) && joins !== undefined
      ? { ...item, [name]: joins }
      : item;
  });
}

/** A text that is the same for the same values, and for no others; `undefined` where one is not there. */
function keyOf(
  place: Place,
  paths: readonly (readonly Key[])[],
): string | undefined {
  const values = paths.map((path) => place.find(path));
  return values.some((value) => value === undefined || value === null)
    ? undefined
    : JSON.stringify(values);
}

/** The parts of a list for which a condition holds. */
export function filtered(
  place: Place,
  rule: Rule,
  found: unknown,
  counts: (line: Place) => boolean,
): unknown {
  return Array.isArray(found)
    ? found.filter((item: unknown, at) =>
        counts(place.line(rule, item, at, at)),
      )
    : found;
}

/** What a function finds in each part of a list; it must find something. */
export function gathered(
  place: Place,
  rule: Rule,
  found: unknown,
  of: (line: Place) => Decimal | undefined,
): Decimal[] | undefined {
  if (!Array.isArray(found)) {
    return undefined;
  }
  const numbers: Decimal[] = [];
  for (const [at, item] of (found as unknown[]).entries()) {
    const number = of(place.line(rule, item, at, at));
    if (number === undefined) {
      return place.problem(rule, "incomplete");
    }
    numbers.push(number);
  }
  return numbers;
}

/** As `gathered`, of a list that has parts. */
export function gatheredSome(
  place: Place,
  rule: Rule,
  found: unknown,
  of: (line: Place) => Decimal | undefined,
): Decimal[] | undefined {
  const numbers = gathered(place, rule, found, of);
  return numbers?.length === 0 ? missing(place, rule, "absent") : numbers;
}

/** How many parts a list of the payload has. */
export function partsOf(found: unknown): Decimal | undefined {
  return Array.isArray(found) ? Decimal.fromNumber(found.length) : undefined;
}

/** Asks that no two parts of a list have the same values. A part that lacks one of them is no other's double. */
export function allUnique<T, L extends readonly T[] | undefined>(
  place: Place,
  rule: Rule,
  list: L,
  of: (item: T) => unknown[],
  exception?: ExceptionName,
): L {
  const seen = new Set<string>();
  for (const item of list ?? []) {
    const values = of(item);
    const key = JSON.stringify(values);
    if (values.some((value) => value === undefined)) {
      continue;
    }
    if (seen.has(key)) {
      place.problem(rule, "not-as-required", values, exception);
    }
    seen.add(key);
  }
  return list;
}
