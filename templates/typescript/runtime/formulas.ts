import { foreignNumber } from "./conditions.js";
import { Decimal, type Rounding } from "./decimal.js";
import type { Key, Place, Rule } from "./problem.js";
import type { ExceptionName } from "../types.js";

/** A number that is there or not; nothing can be said of one that is not. */
type Amount = Decimal | undefined;

/** A text that is there or not. */
type Words = string | null | undefined;

/** A text in the payload; `undefined` for anything else. */
export function foreignText(
  place: Place,
  keys: readonly Key[],
): string | undefined {
  const found = place.find(keys);
  return typeof found === "string" ? found : undefined;
}

/** Texts one after the other; `undefined` where one of them is absent. */
export function concatenated(all: readonly Words[]): string | undefined {
  const texts = all.filter((words) => typeof words === "string");
  return texts.length === all.length ? texts.join("") : undefined;
}

/** How many characters a text has. */
export function lengthOf(words: Words): Amount {
  return typeof words === "string"
    ? Decimal.fromNumber([...words].length)
    : undefined;
}

export function sameText(left: Words, right: Words): boolean {
  return typeof left === "string" && left === right;
}

export function containsText(words: Words, part: Words): boolean {
  return both(words, part, (words, part) => words.includes(part));
}

export function startsWith(words: Words, part: Words): boolean {
  return both(words, part, (words, part) => words.startsWith(part));
}

export function endsWith(words: Words, part: Words): boolean {
  return both(words, part, (words, part) => words.endsWith(part));
}

function both(
  left: Words,
  right: Words,
  test: (left: string, right: string) => boolean,
): boolean {
  return (
    typeof left === "string" && typeof right === "string" && test(left, right)
  );
}

/** Whether a text is there and has no characters. */
export function isBlank(words: Words): boolean {
  return words === "";
}

/** The quotient with so many digits after the point; `undefined` for a division by zero. */
export function divided(
  above: Amount,
  below: Amount,
  scale: number,
  rounding: Rounding,
): Amount {
  return below === undefined
    ? undefined
    : above?.dividedBy(below, scale, rounding);
}

export function rounded(
  found: Amount,
  scale: number,
  rounding: Rounding,
): Amount {
  return found?.rounded(scale, rounding);
}

export function absolute(found: Amount): Amount {
  return found?.absolute();
}

/** The greatest; `undefined` where one is absent, or where there is none. */
export function greatestOf(all: readonly Amount[] | undefined): Amount {
  return known(all)?.reduce(
    (most: Amount, one) =>
      most === undefined || one.compare(most) > 0 ? one : most,
    undefined,
  );
}

/** The least; `undefined` where one is absent, or where there is none. */
export function leastOf(all: readonly Amount[] | undefined): Amount {
  return known(all)?.reduce(
    (least: Amount, one) =>
      least === undefined || one.compare(least) < 0 ? one : least,
    undefined,
  );
}

/** The sum; `undefined` where one is absent. */
export function sumOf(all: readonly Amount[] | undefined): Amount {
  return known(all)?.reduce((sum, one) => sum.plus(one), Decimal.of(0n, 0));
}

export function firstIn(all: readonly Amount[] | undefined): Amount {
  return all?.[0];
}

export function lastIn(all: readonly Amount[] | undefined): Amount {
  return all?.[all.length - 1];
}

function known(all: readonly Amount[] | undefined): Decimal[] | undefined {
  const there = all?.filter((one) => one !== undefined);
  return there?.length === all?.length ? there : undefined;
}

export function anyOf(all: readonly boolean[] | undefined): boolean {
  return all?.includes(true) ?? false;
}

export function allOf(all: readonly boolean[] | undefined): boolean {
  return !(all?.includes(false) ?? false);
}

/** What a function makes of each part of a list. */
export function ofEach<T, U>(
  list: readonly T[] | undefined,
  of: (item: T) => U,
): U[] | undefined {
  return list?.map((item) => of(item));
}

/** What a formula makes of the value at hand and the payload around it. */
export function workedOut<T extends Decimal | string, U>(
  place: Place,
  rule: Rule,
  found: T | undefined,
  work: (place: Place, value: T) => U | undefined,
): U | undefined {
  if (found === undefined) {
    return undefined;
  }
  return work(place, found) ?? place.problem(rule, "incomplete", told(found));
}

/** What a formula makes of the object, in place of the value at hand. */
export function workedBack<T, U>(
  place: Place,
  rule: Rule,
  found: unknown,
  whole: T,
  work: (whole: T) => U | undefined,
): U | undefined {
  if (found === undefined) {
    return undefined;
  }
  return work(whole) ?? place.problem(rule, "incomplete", told(found));
}

function told(found: unknown): unknown {
  return found instanceof Decimal ? found.toString() : found;
}

/** An amount in a unit that the payload names, in the unit of the field: code by code what stands above and below. */
export function amountIn(
  place: Place,
  rule: Rule,
  found: Amount,
  unit: readonly Key[],
  above: ReadonlyMap<string, string>,
  below: ReadonlyMap<string, string>,
  scale: number,
  rounding?: Rounding,
  exception?: ExceptionName,
): Amount {
  if (found === undefined) {
    return undefined;
  }
  const code = place.find(unit);
  const known = typeof code === "string" ? above.get(code) : undefined;
  if (known === undefined) {
    return place.problem(rule, "unknown-code", code ?? null, exception);
  }
  const product = found.times(Decimal.from(known));
  const divisor = Decimal.from(below.get(code as string) ?? "1");
  const made = product.dividedBy(divisor, scale, rounding ?? "down");
  return rounding !== undefined || made?.times(divisor).equals(product)
    ? made
    : place.problem(rule, "not-divisible", found.toString(), exception);
}

/** Asks that a control total of the payload is what the object gives. */
export function controlTotal(
  place: Place,
  rule: Rule,
  expected: Amount,
  exception: ExceptionName,
): void {
  const stated = foreignNumber(place, rule.foreign);
  if (stated === undefined || !expected?.equals(stated)) {
    const found = place.find(rule.foreign);
    place.problem(rule, "not-as-required", found, exception);
  }
}

/** A control total that is written. */
export function totalOf(
  place: Place,
  rule: Rule,
  number: Amount,
): number | undefined {
  return number?.toNumber() ?? place.problem(rule, "incomplete");
}
