/** How a number with too many digits is rounded; halves go away from zero with `half-up`. */
export type Rounding =
  "half-up" | "half-even" | "down" | "up" | "floor" | "ceiling";

const FORM = /^([+-]?)(\d+)(?:\.(\d+))?$/;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/** A decimal with more digits than this on either side of the point is refused. */
const MOST_DIGITS = 100;

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** An exact decimal number: `units` divided by ten to the power of `scale`. */
export class Decimal {
  private constructor(
    readonly units: bigint,
    readonly scale: number,
  ) {}

  /** The number `units / 10^scale`, without zeros at its end. */
  static of(units: bigint, scale: number): Decimal {
    let shorter = units;
    let digits = scale;
    while (digits > 0 && shorter % 10n === 0n) {
      shorter /= 10n;
      digits -= 1;
    }
    return new Decimal(shorter, digits);
  }

  /** Reads `-12.50`; `undefined` for any other form. */
  static parse(text: string): Decimal | undefined {
    const match = FORM.exec(text);
    const whole = match?.[2] ?? "";
    const fraction = match?.[3] ?? "";
    if (
      match === null ||
      whole.length > MOST_DIGITS ||
      fraction.length > MOST_DIGITS
    ) {
      return undefined;
    }
    const units = BigInt(whole + fraction);
    return Decimal.of(match[1] === "-" ? -units : units, fraction.length);
  }

  /** The number that a constant says. Throws a `RangeError` for what is not a decimal number. */
  static from(text: string): Decimal {
    const decimal = Decimal.parse(text);
    if (decimal === undefined) {
      throw new RangeError(`not a decimal number: ${text}`);
    }
    return decimal;
  }

  /**
   * The number that was written in JSON. A floating-point number holds 15 digits of any decimal number; with more
   * digits it may not be what was written, and `undefined` is returned.
   */
  static fromNumber(value: number): Decimal | undefined {
    if (Number.isSafeInteger(value)) {
      return new Decimal(BigInt(value), 0);
    }
    const match = NUMBER.exec(String(value));
    if (match === null) {
      return undefined;
    }
    const fraction = match[3] ?? "";
    const digits = (match[2] ?? "") + fraction;
    const scale = fraction.length - Number(match[4] ?? 0);
    if (
      digits.replace(/^0+/, "").length > 15 ||
      Math.abs(scale) > MOST_DIGITS
    ) {
      return undefined;
    }
    const units = BigInt(match[1] === "-" ? `-${digits}` : digits);
    return scale < 0
      ? new Decimal(units * powerOfTen(-scale), 0)
      : Decimal.of(units, scale);
  }

  /** The same number as a floating-point number; `undefined` when that has not the same digits. */
  toNumber(): number | undefined {
    const value = Number(this.toString());
    return Decimal.fromNumber(value)?.equals(this) === true ? value : undefined;
  }

  /** The units at a scale that is at least the number's own. */
  private unitsAt(scale: number): bigint {
    return this.units * powerOfTen(scale - this.scale);
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return Decimal.of(this.unitsAt(scale) + other.unitsAt(scale), scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  times(other: Decimal): Decimal {
    return Decimal.of(this.units * other.units, this.scale + other.scale);
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.scale);
  }

  absolute(): Decimal {
    return this.units < 0n ? this.negated() : this;
  }

  /** The quotient with `scale` digits after the point; `undefined` for a division by zero. */
  dividedBy(
    other: Decimal,
    scale: number,
    rounding: Rounding,
  ): Decimal | undefined {
    if (other.units === 0n) {
      return undefined;
    }
    const above = this.units * powerOfTen(other.scale + scale);
    const below = other.units * powerOfTen(this.scale);
    return Decimal.of(divide(above, below, rounding), scale);
  }

  /** The number with at most `scale` digits after the point. */
  rounded(scale: number, rounding: Rounding): Decimal {
    if (this.scale <= scale) {
      return this;
    }
    const divisor = powerOfTen(this.scale - scale);
    return Decimal.of(divide(this.units, divisor, rounding), scale);
  }

  /** Less than, equal to or greater than zero, as this number is less than, equal to or greater than the other. */
  compare(other: Decimal): number {
    const scale = Math.max(this.scale, other.scale);
    const left = this.unitsAt(scale);
    const right = other.unitsAt(scale);
    return left < right ? -1 : left > right ? 1 : 0;
  }

  equals(other: Decimal): boolean {
    return this.scale === other.scale && this.units === other.units;
  }

  /** The digits, with at least `scale` of them after the point. */
  toFixed(scale: number): string {
    const digits = Math.max(scale, this.scale);
    const units = this.unitsAt(digits);
    const text = (units < 0n ? -units : units)
      .toString()
      .padStart(digits + 1, "0");
    const point = text.length - digits;
    const sign = units < 0n ? "-" : "";
    return digits === 0
      ? sign + text
      : `${sign}${text.slice(0, point)}.${text.slice(point)}`;
  }

  toString(): string {
    return this.toFixed(0);
  }

  /** In JSON a decimal number is a text, so that no reader makes a floating-point number of it. */
  toJSON(): string {
    return this.toString();
  }
}

function divide(above: bigint, below: bigint, rounding: Rounding): bigint {
  const quotient = above / below;
  const rest = above % below;
  if (rest === 0n) {
    return quotient;
  }
  const negative = above < 0n !== below < 0n;
  const away = quotient + (negative ? -1n : 1n);
  const twice = 2n * (rest < 0n ? -rest : rest);
  const size = below < 0n ? -below : below;
  switch (rounding) {
    case "down":
      return quotient;
    case "up":
      return away;
    case "floor":
      return negative ? away : quotient;
    case "ceiling":
      return negative ? quotient : away;
    case "half-up":
      return twice >= size ? away : quotient;
    case "half-even":
      return twice > size || (twice === size && quotient % 2n !== 0n)
        ? away
        : quotient;
  }
}
