import { Decimal } from "./decimal.js";
import type { Key, Place } from "./problem.js";
import type { Instant } from "./times.js";

/** A number that is there or not; nothing can be said of one that is not. */
type Amount = Decimal | undefined;

/** A decimal number in the payload, as a text or as a JSON number; `undefined` for anything else. */
export function foreignNumber(place: Place, keys: readonly Key[]): Amount {
  const found = place.find(keys);
  if (typeof found === "number") {
    return Decimal.fromNumber(found);
  }
  return typeof found === "string" ? Decimal.parse(found) : undefined;
}

/** Whether the payload has a value there, be it null or empty. */
export function isThere(place: Place, keys: readonly Key[]): boolean {
  return place.find(keys) !== undefined;
}

/** Whether the payload has null there. */
export function isNullAt(place: Place, keys: readonly Key[]): boolean {
  return place.find(keys) === null;
}

/** Whether the payload has exactly this value there. */
export function isAt(
  place: Place,
  keys: readonly Key[],
  value: unknown,
): boolean {
  return place.find(keys) === value;
}

/** How many parts a list has. */
export function count(list: readonly unknown[] | undefined): Amount {
  return list === undefined ? undefined : Decimal.fromNumber(list.length);
}

/** A whole number as a decimal number. */
export function ofWhole(found: number | null | undefined): Amount {
  return typeof found === "number" ? Decimal.fromNumber(found) : undefined;
}

export function sameNumber(left: Amount, right: Amount): boolean {
  return left !== undefined && right !== undefined && left.equals(right);
}

export function less(left: Amount, right: Amount): boolean {
  return left !== undefined && right !== undefined && left.compare(right) < 0;
}

export function lessOrSame(left: Amount, right: Amount): boolean {
  return left !== undefined && right !== undefined && left.compare(right) <= 0;
}

export function plus(left: Amount, right: Amount): Amount {
  return right === undefined ? undefined : left?.plus(right);
}

export function minus(left: Amount, right: Amount): Amount {
  return right === undefined ? undefined : left?.minus(right);
}

export function times(left: Amount, right: Amount): Amount {
  return right === undefined ? undefined : left?.times(right);
}

/** Whether the first point in time is before the second. */
export function earlier(
  left: Instant | undefined,
  right: Instant | undefined,
): boolean {
  if (left === undefined || right === undefined) {
    return false;
  }
  // Without the `Z`, a fraction makes the text longer and the time later, as it must.
  return left.slice(0, -1) < right.slice(0, -1);
}
