import { isObject, Place, type Key, type Result, type Rule } from "./problem.js";
import type { ExceptionName } from "../types.js";

/** The part of a payload in which the object is. */
export function rootOf(found: unknown, rule: Rule): Place {
  return part(Place.ofPayload(found ?? null), rule);
}

/** The start of what is written. */
export function start(): Place {
  return Place.ofObject();
}

/** What came out of it all. */
export function resultOf<T>(place: Place, made: T | undefined): Result<T> {
  return place.result(made);
}

/** One result made of another, with the problems of both. */
export function andThen<T, U>(
  first: Result<T>,
  next: (value: T) => Result<U>,
): Result<U> {
  if (!first.ok) {
    return first;
  }
  const second = next(first.value);
  return { ...second, problems: [...first.problems, ...second.problems] };
}

/** The value of a rule, when it is there and neither null nor empty. */
export function value(place: Place, rule: Rule): unknown {
  const found = place.find(rule.foreign);
  if (found === undefined) {
    return place.missing ? undefined : missing(place, rule, "absent");
  }
  if (found === null) {
    return missing(place, rule, "null");
  }
  const named = rule.raises?.empty !== undefined || skips(rule, "empty");
  return named && isEmpty(found) ? missing(place, rule, "empty") : found;
}

/** The value that is written, when it is there. */
export function present<T>(
  place: Place,
  rule: Rule,
  found: T | undefined,
): T | undefined {
  return found === undefined ? missing(place, rule, "absent") : found;
}

/** Takes note of a value that is missing, unless that may be. */
export function missing(
  place: Place,
  rule: Rule,
  how: "absent" | "null" | "empty",
): undefined {
  if (!skips(rule, how)) {
    place.problem(rule, how, undefined, rule.raises?.[how]);
  }
  return undefined;
}

function skips(rule: Rule, how: "absent" | "null" | "empty"): boolean {
  return rule.skips?.includes(how) ?? false;
}

function isEmpty(found: unknown): boolean {
  return found === "" || (Array.isArray(found) && found.length === 0);
}

/** Whether the part is there and the value is not in it. */
export function isAbsent(place: Place, rule: Rule): boolean {
  return !place.missing && place.find(rule.foreign) === undefined;
}

export function isNull(place: Place, rule: Rule): boolean {
  return place.find(rule.foreign) === null;
}

/** Whether the value is an empty text or list. */
export function isEmptyValue(place: Place, rule: Rule): boolean {
  return isEmpty(place.find(rule.foreign));
}

/** A part of the payload. */
export function part(place: Place, rule: Rule): Place {
  const found = value(place, rule);
  if (found === undefined || isObject(found)) {
    return place.inside(rule, found);
  }
  place.problem(rule, "wrong-type", found);
  return place.inside(rule, undefined);
}

/** The lines of a list that are read; one element is still a list. */
export function readEach<T>(
  place: Place,
  rule: Rule,
  read: (line: Place) => T | undefined,
): T[] | undefined {
  return readThese(place, rule, value(place, rule), read);
}

/** The lines of a list that are read, of parts that were arranged. */
export function readThese<T>(
  place: Place,
  rule: Rule,
  found: unknown,
  read: (line: Place) => T | undefined,
): T[] | undefined {
  if (found === undefined) {
    return undefined;
  }
  if (!Array.isArray(found)) {
    return place.problem(rule, "wrong-type", found);
  }
  const lines: T[] = [];
  found.forEach((item: unknown, index) => {
    const line = place.line(rule, item, index, lines.length);
    if (!isObject(item)) {
      line.problem({ ...rule, foreign: [], field: "" }, "wrong-type", item);
      return;
    }
    const made = line.kept(read(line));
    if (made !== undefined) {
      lines.push(made);
    }
  });
  return lines;
}

/** The lines of a list that are written. */
export function writeEach<T, U>(
  place: Place,
  rule: Rule,
  items: readonly T[] | undefined,
  write: (line: Place, item: T) => U | undefined,
): U[] | undefined {
  const found = present(place, rule, items);
  if (found === undefined) {
    return undefined;
  }
  const lines: U[] = [];
  found.forEach((item, index) => {
    const line = place.line(rule, undefined, lines.length, index);
    const made = line.kept(write(line, item));
    if (made !== undefined) {
      lines.push(made);
    }
  });
  return lines;
}

/** A list that has as many parts as the charter allows. */
export function counted<T>(
  place: Place,
  rule: Rule,
  list: T[] | undefined,
  least: number,
  most = Infinity,
): T[] | undefined {
  if (list === undefined || (list.length >= least && list.length <= most)) {
    return list;
  }
  const wrong = list.length < least ? "too-few" : "too-many";
  return place.problem(rule, wrong, list.length);
}

/** A text, and nothing that only looks like one. */
export function text(
  place: Place,
  rule: Rule,
  found: unknown,
): string | undefined {
  return found === undefined || typeof found === "string"
    ? found
    : place.problem(rule, "wrong-type", found);
}

/** `true` or `false`. */
export function truth(
  place: Place,
  rule: Rule,
  found: unknown,
): boolean | undefined {
  return found === undefined || typeof found === "boolean"
    ? found
    : place.problem(rule, "wrong-type", found);
}

/** A value that may not be null. */
export function notNull<T>(
  place: Place,
  rule: Rule,
  found: T | null,
): T | undefined {
  return found ?? missing(place, rule, found === null ? "null" : "absent");
}

/** Notes that parts are only there together, where one of them is there and another is not. */
export function incomplete(
  place: Place,
  rule: Rule,
  parts: readonly unknown[],
): void {
  // Where a part was refused, that has been said.
  if (parts.some((part) => part !== undefined) && !place.refused) {
    place.problem(rule, "incomplete");
  }
}

/** A status column; one that is missing reads as null. */
export function column(place: Place, keys: readonly Key[]): unknown {
  return place.find(keys) ?? null;
}

/** Status columns that stand for no state. */
export function noState(
  place: Place,
  rule: Rule,
  columns: readonly unknown[],
  exception?: ExceptionName,
): undefined {
  return place.problem(rule, "unknown-code", columns, exception);
}

/** Our code for a foreign one. */
export function decoded<T>(
  place: Place,
  rule: Rule,
  found: unknown,
  table: ReadonlyMap<unknown, T>,
  exception?: ExceptionName,
): T | undefined {
  return found === undefined
    ? undefined
    : (table.get(found) ??
        place.problem(rule, "unknown-code", found, exception));
}

/** Our code for a foreign one, or one that is assumed; that is a problem only where the charter names an exception. */
export function decodedOr<T>(
  place: Place,
  rule: Rule,
  found: unknown,
  table: ReadonlyMap<unknown, T>,
  assumed: T,
  exception?: ExceptionName,
): T | undefined {
  if (found === undefined || table.has(found)) {
    return table.get(found);
  }
  if (exception !== undefined) {
    place.problem({ ...rule, scope: "field" }, "unknown-code", found, exception);
  }
  return assumed;
}

/** The other code of a table, or the code itself where it is in no row. */
export function kept(
  found: string | undefined,
  table: ReadonlyMap<string, string>,
): string | undefined {
  return found === undefined ? undefined : (table.get(found) ?? found);
}

/** The foreign code for ours; `undefined` in the table where the foreign form cannot say it. */
export function encoded<T, U>(
  place: Place,
  rule: Rule,
  found: T | undefined,
  table: ReadonlyMap<T, U>,
  exception?: ExceptionName,
): U | undefined {
  if (found === undefined || table.has(found)) {
    return found === undefined ? undefined : table.get(found);
  }
  return place.problem(rule, "unknown-code", found, exception);
}

/** What stands in a table for a value that has been looked for before. */
export function lookedUp<T, U>(
  found: T | undefined,
  table: ReadonlyMap<T, U>,
): U | undefined {
  return found === undefined ? undefined : table.get(found);
}

/** A value that the payload must have. */
export function constant(
  place: Place,
  rule: Rule,
  found: unknown,
  expected: unknown,
): undefined {
  return found === undefined || found === expected
    ? undefined
    : place.problem(rule, "unknown-code", found);
}

/** A condition that must hold, or the message is refused. */
export function demand(
  place: Place,
  rule: Rule,
  holds: boolean,
  exception: ExceptionName,
): void {
  if (!holds) {
    place.problem(rule, "not-as-required", undefined, exception);
  }
}

// Texts. A character is a Unicode code point.

export function trim(found: string | undefined): string | undefined {
  return found?.trim();
}

/** Runs of white space become one space. */
export function collapse(found: string | undefined): string | undefined {
  return found?.replace(/\s+/gu, " ");
}

export function upperCase(found: string | undefined): string | undefined {
  return found?.toUpperCase();
}

export function lowerCase(found: string | undefined): string | undefined {
  return found?.toLowerCase();
}

/** The text after a prefix that must be there. */
export function withoutPrefix(
  place: Place,
  rule: Rule,
  found: string | undefined,
  prefix: string,
): string | undefined {
  return found === undefined || found.startsWith(prefix)
    ? found?.slice(prefix.length)
    : place.problem(rule, "wrong-form", found);
}

export function withPrefix(
  found: string | undefined,
  prefix: string,
): string | undefined {
  return found === undefined ? undefined : prefix + found;
}

/** The text before a suffix that must be there. */
export function withoutSuffix(
  place: Place,
  rule: Rule,
  found: string | undefined,
  suffix: string,
): string | undefined {
  return found === undefined || found.endsWith(suffix)
    ? found?.slice(0, found.length - suffix.length)
    : place.problem(rule, "wrong-form", found);
}

export function withSuffix(
  found: string | undefined,
  suffix: string,
): string | undefined {
  return found === undefined ? undefined : found + suffix;
}

/** The text before the first occurrence of another, which must be there. */
export function before(
  place: Place,
  rule: Rule,
  found: string | undefined,
  end: string,
): string | undefined {
  const at = found?.indexOf(end);
  return at === -1
    ? place.problem(rule, "wrong-form", found)
    : found?.slice(0, at);
}

/** The text after the first occurrence of another, which must be there. */
export function after(
  place: Place,
  rule: Rule,
  found: string | undefined,
  start: string,
): string | undefined {
  const at = found?.indexOf(start) ?? 0;
  return at === -1
    ? place.problem(rule, "wrong-form", found)
    : found?.slice(at + start.length);
}

/** The characters from a position on, at most so many. */
export function characters(
  found: string | undefined,
  from: number,
  length?: number,
): string | undefined {
  if (found === undefined) {
    return undefined;
  }
  const end = length === undefined ? undefined : from + length;
  return [...found].slice(from, end).join("");
}

export function replaced(
  found: string | undefined,
  old: string,
  by: string,
): string | undefined {
  return found?.replaceAll(old, () => by);
}

export function padded(
  found: string | undefined,
  length: number,
  fill: string,
  side: "left" | "right",
): string | undefined {
  if (found === undefined) {
    return undefined;
  }
  const rest = fill.repeat(Math.max(0, length - [...found].length));
  return side === "left" ? rest + found : found + rest;
}

/** The text without what fills it up; of a number that is all zeros, one stays. */
export function unpadded(
  found: string | undefined,
  fill: string,
  side: "left" | "right",
): string | undefined {
  if (found === undefined) {
    return undefined;
  }
  const characters = [...found];
  const least = fill === "0" ? 1 : 0;
  let from = 0;
  let to = characters.length;
  while (side === "left" && to - from > least && characters[from] === fill) {
    from += 1;
  }
  while (side === "right" && to - from > least && characters[to - 1] === fill) {
    to -= 1;
  }
  return characters.slice(from, to).join("");
}

/** The first characters; a text that is cut is a problem only where the charter names an exception. */
export function truncated(
  place: Place,
  rule: Rule,
  found: string | undefined,
  length: number,
  exception?: ExceptionName,
): string | undefined {
  const characters = [...(found ?? "")];
  if (characters.length <= length) {
    return found;
  }
  if (exception !== undefined) {
    place.problem({ ...rule, scope: "field" }, "too-long", found, exception);
  }
  return characters.slice(0, length).join("");
}

/** A text of a length that the field allows. */
export function sized(
  place: Place,
  rule: Rule,
  found: string | undefined,
  least: number,
  most = Infinity,
): string | undefined {
  if (found === undefined) {
    return undefined;
  }
  // No text has more characters than code units: the common case needs no counting.
  const length =
    found.length > most || least > 0 ? [...found].length : found.length;
  if (length > most) {
    return place.problem(rule, "too-long", found);
  }
  return length < least ? place.problem(rule, "too-short", found) : found;
}

/** A text that a pattern matches as a whole. */
export function matching(
  place: Place,
  rule: Rule,
  found: string | undefined,
  pattern: RegExp,
  exception?: ExceptionName,
): string | undefined {
  return found === undefined || pattern.test(found)
    ? found
    : place.problem(rule, "wrong-form", found, exception);
}

/** The group `value` of a pattern that must match the text as a whole. */
export function matched(
  place: Place,
  rule: Rule,
  found: string | undefined,
  pattern: RegExp,
  exception?: ExceptionName,
): string | undefined {
  if (found === undefined) {
    return undefined;
  }
  const group = pattern.exec(found)?.groups?.["value"];
  return group ?? place.problem(rule, "wrong-form", found, exception);
}

/** An identifier whose last digit checks the others, as GS1 numbers have it: weights of 3 and 1 from the right. */
export function checked(
  place: Place,
  rule: Rule,
  found: string | undefined,
  lengths: readonly number[],
  exception?: ExceptionName,
): string | undefined {
  if (found === undefined) {
    return undefined;
  }
  const digits = /^\d+$/.test(found) ? [...found].map(Number).reverse() : [];
  const sum = digits.reduce(
    (sum, digit, at) => sum + digit * (at % 2 === 0 ? 1 : 3),
    0,
  );
  return lengths.includes(digits.length) && sum % 10 === 0
    ? found
    : place.problem(rule, "wrong-check-digit", found, exception);
}
