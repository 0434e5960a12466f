import { Decimal, type Rounding } from "./decimal.js";
import type { Place, Rule } from "./problem.js";
import type { ExceptionName } from "../types.js";

/** A JSON number. */
export function number(
  place: Place,
  rule: Rule,
  found: unknown,
): Decimal | undefined {
  if (found === undefined) {
    return undefined;
  }
  if (typeof found !== "number") {
    return place.problem(rule, "wrong-type", found);
  }
  const made = Decimal.fromNumber(found);
  return made ?? place.problem(rule, "not-exact", found);
}

/** A decimal number as a text, or as a JSON number. */
export function decimal(
  place: Place,
  rule: Rule,
  found: unknown,
  point = ".",
  thousands = "",
): Decimal | undefined {
  if (typeof found !== "string") {
    return number(place, rule, found);
  }
  const plain = thousands === "" ? found : found.replaceAll(thousands, "");
  const clash = point !== "." && plain.includes(".");
  const made = clash ? undefined : Decimal.parse(plain.replace(point, "."));
  return made ?? place.problem(rule, "wrong-form", found);
}

/** A whole number that JavaScript holds exactly. */
export function whole(
  place: Place,
  rule: Rule,
  found: Decimal | undefined,
): number | undefined {
  if (found === undefined) {
    return undefined;
  }
  const made = Number(found.units);
  if (found.scale > 0) {
    return place.problem(rule, "too-many-digits", found.toString());
  }
  return Number.isSafeInteger(made)
    ? made
    : place.problem(rule, "not-exact", found.toString());
}

/** A number with at most so many digits after the point: rounded, or a problem where no rounding is named. */
export function scaled(
  place: Place,
  rule: Rule,
  found: Decimal | undefined,
  scale: number,
  rounding?: Rounding,
): Decimal | undefined {
  if (found === undefined || found.scale <= scale) {
    return found;
  }
  return rounding === undefined
    ? place.problem(rule, "too-many-digits", found.toString())
    : found.rounded(scale, rounding);
}

/** A number with at most so many digits in all. */
export function precise(
  place: Place,
  rule: Rule,
  found: Decimal | undefined,
  digits: number,
): Decimal | undefined {
  const count = found?.absolute().units.toString().length ?? 0;
  return count <= digits
    ? found
    : place.problem(rule, "too-many-digits", found?.toString());
}

/** A number within bounds. */
export function between(
  place: Place,
  rule: Rule,
  found: Decimal | undefined,
  least: Decimal | undefined,
  most: Decimal | undefined,
  exception: ExceptionName,
): Decimal | undefined {
  if (found === undefined) {
    return undefined;
  }
  const below = least !== undefined && found.compare(least) < 0;
  const above = most !== undefined && found.compare(most) > 0;
  return below || above
    ? place.problem(rule, "out-of-range", found.toString(), exception)
    : found;
}

/** The number with its decimal point moved to the left by so many digits; to the right when negative. */
export function shifted(
  found: Decimal | undefined,
  digits: number,
): Decimal | undefined {
  if (found === undefined) {
    return undefined;
  }
  const scale = found.scale + digits;
  return scale >= 0
    ? Decimal.of(found.units, scale)
    : Decimal.of(found.units * 10n ** BigInt(-scale), 0);
}

/** The number times an exact ratio. Without a rounding the ratio must divide it with at most `scale` digits. */
export function converted(
  place: Place,
  rule: Rule,
  found: Decimal | undefined,
  above: string,
  below: string,
  scale: number,
  rounding?: Rounding,
  exception?: ExceptionName,
): Decimal | undefined {
  if (found === undefined) {
    return undefined;
  }
  const product = found.times(Decimal.from(above));
  const divisor = Decimal.from(below);
  const made = product.dividedBy(divisor, scale, rounding ?? "down");
  return rounding !== undefined || made?.times(divisor).equals(product)
    ? made
    : place.problem(rule, "not-divisible", found.toString(), exception);
}

/** The digits as a text, with so many after the point. */
export function digits(
  found: Decimal | undefined,
  scale = 0,
  point = ".",
  thousands = "",
): string | undefined {
  if (found === undefined) {
    return undefined;
  }
  const [before = "", after] = found.toFixed(scale).split(".");
  const grouped = before.replace(/\B(?=(\d{3})+$)/g, () => thousands);
  return after === undefined ? grouped : grouped + point + after;
}

/** The JSON number that has the same digits. */
export function jsonNumber(
  place: Place,
  rule: Rule,
  found: Decimal | undefined,
): number | undefined {
  if (found === undefined) {
    return undefined;
  }
  const made = found.toNumber();
  return made ?? place.problem(rule, "not-exact", found.toString());
}
