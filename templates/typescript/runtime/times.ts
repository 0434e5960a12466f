import type { Place, Rule } from "./problem.js";
import type { ExceptionName } from "../types.js";

/** A point in time in UTC, as `2026-03-08T04:30:00Z`, without zeros at the end of its fraction. */
export type Instant = `${string}T${string}Z`;

/** A day of the calendar, as `2026-03-08`. */
export type CalendarDate = `${number}-${number}-${number}`;

/** A date and a time on the clocks of one place, as `2026-03-07T22:30:00`. */
export type LocalTime = `${string}T${string}`;

/** What happens with a local time that does not exist, because the clocks were put forward. */
export type Gap = "later" | "earlier" | "raise";

/** What happens with a local time that exists twice, because the clocks were put back. */
export type Overlap = "first" | "second" | "raise";

const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;
const ISO_LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** A point in time with its offset, as RFC 3339 writes it. */
export function instant(
  place: Place,
  rule: Rule,
  found: string | undefined,
): Instant | undefined {
  if (found === undefined) {
    return undefined;
  }
  const match = RFC3339.exec(found);
  const clock = match === null ? undefined : civil(match.slice(1, 7));
  const offset = offsetOf(match?.[8] ?? "");
  if (clock === undefined || offset === undefined) {
    return place.problem(rule, "wrong-form", found);
  }
  const made = instantAt(clock - offset, match?.[7] ?? "");
  return made ?? place.problem(rule, "out-of-range", found);
}

/** So many seconds (`unit` 1000) or milliseconds (`unit` 1) since 1970 as a point in time. */
export function instantOfEpoch(
  place: Place,
  rule: Rule,
  found: number | undefined,
  unit: number,
): Instant | undefined {
  if (found === undefined) {
    return undefined;
  }
  const at = found * unit;
  const rest = at - Math.floor(at / SECOND) * SECOND;
  const made = instantAt(at - rest, String(rest).padStart(3, "0"));
  return made ?? place.problem(rule, "out-of-range", found);
}

/** A point in time as seconds (`unit` 1000) or milliseconds (`unit` 1) since 1970. */
export function epochOf(
  place: Place,
  rule: Rule,
  found: Instant | undefined,
  unit: number,
): number | undefined {
  if (found === undefined) {
    return undefined;
  }
  const [whole, fraction] = parts(found);
  const made = whole + Number(fraction.padEnd(3, "0"));
  return fraction.length <= 3 && made % unit === 0
    ? made / unit
    : place.problem(rule, "not-exact", found);
}

/** A local time by a pattern, in a zone of the IANA database. */
export function instantOfLocal(
  place: Place,
  rule: Rule,
  found: string | undefined,
  pattern: string,
  zone: string,
  gap: Gap,
  overlap: Overlap,
  exception?: ExceptionName,
): Instant | undefined {
  if (found === undefined) {
    return undefined;
  }
  const clock = clockOf(found, pattern);
  if (clock === undefined) {
    return place.problem(rule, "wrong-form", found);
  }
  const before = zoneOffset(zone, clock - DAY);
  const after = zoneOffset(zone, clock + DAY);
  const offsets = [...new Set([before, after])];
  const real = offsets.filter(
    (offset) => zoneOffset(zone, clock - offset) === offset,
  );
  const [first = 0, second] = real
    .map((offset) => clock - offset)
    .sort((left, right) => left - right);
  let at = first;
  if (real.length === 0 && gap !== "raise") {
    at = clock - (gap === "later" ? before : after);
  } else if (second !== undefined && overlap === "second") {
    at = second;
  } else if (
    real.length === 0 ||
    (second !== undefined && overlap === "raise")
  ) {
    return place.problem(rule, "wrong-form", found, exception);
  }
  const rest = at - Math.floor(at / SECOND) * SECOND;
  const made = instantAt(at - rest, String(rest).padStart(3, "0"));
  return made ?? place.problem(rule, "out-of-range", found);
}

/** A point in time on the clocks of a zone, by a pattern. */
export function localOf(
  place: Place,
  rule: Rule,
  found: Instant | undefined,
  pattern: string,
  zone: string,
): string | undefined {
  if (found === undefined) {
    return undefined;
  }
  const [whole, fraction] = parts(found);
  const milliseconds = Number(fraction.padEnd(3, "0").slice(0, 3));
  const clock = whole + milliseconds + zoneOffset(zone, whole);
  return isInCalendar(clock)
    ? written(clock, pattern)
    : place.problem(rule, "out-of-range", found);
}

/** The date that it is in a zone at a point in time. */
export function dateIn(
  place: Place,
  rule: Rule,
  found: Instant | undefined,
  zone: string,
): CalendarDate | undefined {
  const made = localOf(place, rule, found, "yyyy-MM-dd", zone);
  return made as CalendarDate | undefined;
}

/** A date by a pattern. */
export function date(
  place: Place,
  rule: Rule,
  found: string | undefined,
  pattern: string,
): CalendarDate | undefined {
  if (found === undefined) {
    return undefined;
  }
  const clock = clockOf(found, pattern);
  return clock === undefined
    ? place.problem(rule, "wrong-form", found)
    : (written(clock, "yyyy-MM-dd") as CalendarDate);
}

/** A date in the form of a pattern. */
export function dateAs(
  found: CalendarDate | undefined,
  pattern: string,
): string | undefined {
  const clock = clockOf(found ?? "", "yyyy-MM-dd");
  return clock === undefined ? undefined : written(clock, pattern);
}

/** The date so many days later. */
export function daysLater(
  place: Place,
  rule: Rule,
  found: CalendarDate | undefined,
  days: number,
): CalendarDate | undefined {
  const clock = clockOf(found ?? "", "yyyy-MM-dd");
  if (clock === undefined) {
    return undefined;
  }
  const later = clock + days * DAY;
  return isInCalendar(later)
    ? (written(later, "yyyy-MM-dd") as CalendarDate)
    : place.problem(rule, "out-of-range", found);
}

/** A date and a time on the clocks of one place, by a pattern. */
export function localTime(
  place: Place,
  rule: Rule,
  found: string | undefined,
  pattern: string,
): LocalTime | undefined {
  if (found === undefined) {
    return undefined;
  }
  const clock = clockOf(found, pattern);
  return clock === undefined
    ? place.problem(rule, "wrong-form", found)
    : (written(clock, "yyyy-MM-dd'T'HH:mm:ss") as LocalTime);
}

/** A local time in the form of a pattern. */
export function localTimeAs(
  found: LocalTime | undefined,
  pattern: string,
): string | undefined {
  const match = ISO_LOCAL.exec(found ?? "");
  const clock = match === null ? undefined : civil(match.slice(1, 7));
  return clock === undefined ? undefined : written(clock, pattern);
}

/** Whether a clock's reading lies in the years 0 to 9999. */
function isInCalendar(clock: number): boolean {
  const year = new Date(clock).getUTCFullYear();
  return year >= 0 && year <= 9999;
}

/** The instant at a whole second, in milliseconds since 1970, with the digits of a fraction. */
function instantAt(second: number, fraction: string): Instant | undefined {
  if (!isInCalendar(second)) {
    return undefined;
  }
  const digits = fraction.replace(/0+$/, "");
  const clock = new Date(second).toISOString().slice(0, 19);
  return digits === ""
    ? (`${clock}Z` as Instant)
    : (`${clock}.${digits}Z` as Instant);
}

/** The whole second of an instant in milliseconds since 1970, and the digits of its fraction. */
function parts(found: Instant): [whole: number, fraction: string] {
  const [clock = "", fraction = ""] = found.slice(0, -1).split(".");
  return [Date.parse(`${clock}Z`), fraction];
}

/** The milliseconds of a date and time of day, taken as UTC; `undefined` when there is no such day or time. */
function civil(fields: readonly (string | undefined)[]): number | undefined {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] =
    fields.map((field) => (field === undefined ? field : Number(field)));
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  at.setUTCHours(hour, minute, second);
  const same =
    at.getUTCMonth() === month - 1 &&
    at.getUTCDate() === day &&
    at.getUTCHours() === hour &&
    at.getUTCMinutes() === minute &&
    at.getUTCSeconds() === second;
  return same ? at.getTime() : undefined;
}

function offsetOf(text: string): number | undefined {
  if (text === "Z" || text === "z") {
    return 0;
  }
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(4, 6));
  const size = (hours * 60 + minutes) * MINUTE;
  const valid = text !== "" && hours < 24 && minutes < 60;
  return valid ? (text.startsWith("-") ? -size : size) : undefined;
}

const FIELDS = /yyyy|MM|dd|HH|mm|ss|SSS|'[^']*'|./gsu;
const ORDER = ["yyyy", "MM", "dd", "HH", "mm", "ss", "SSS"];

/** The fields of a pattern, and the expression that finds them in a text. */
function compiled(pattern: string): [fields: string[], form: RegExp] {
  const known = patterns.get(pattern);
  if (known !== undefined) {
    return known;
  }
  const tokens = pattern.match(FIELDS) ?? [];
  const source = tokens.map((token) => {
    if (ORDER.includes(token)) {
      return `(\\d{${token.length}})`;
    }
    const literal = token.length > 1 ? token.slice(1, -1) : token;
    return literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  });
  const fields = tokens.filter((token) => ORDER.includes(token));
  const made: [string[], RegExp] = [
    fields,
    new RegExp(`^${source.join("")}$`, "u"),
  ];
  patterns.set(pattern, made);
  return made;
}

const patterns = new Map<string, [fields: string[], form: RegExp]>();

/** The milliseconds of a text that has the form of a pattern, taken as UTC. */
function clockOf(found: string, pattern: string): number | undefined {
  const [fields, form] = compiled(pattern);
  const match = form.exec(found);
  if (match === null) {
    return undefined;
  }
  const field = (name: string): string | undefined =>
    fields.includes(name) ? match[fields.indexOf(name) + 1] : undefined;
  const at = civil(ORDER.slice(0, 6).map(field));
  return at === undefined ? undefined : at + Number(field("SSS") ?? 0);
}

/** A clock's reading, in milliseconds as if it were UTC, in the form of a pattern. */
function written(clock: number, pattern: string): string {
  const at = new Date(clock);
  const number = (value: number, length: number) =>
    String(value).padStart(length, "0");
  return pattern.replace(FIELDS, (token) => {
    switch (token) {
      case "yyyy":
        return number(at.getUTCFullYear(), 4);
      case "MM":
        return number(at.getUTCMonth() + 1, 2);
      case "dd":
        return number(at.getUTCDate(), 2);
      case "HH":
        return number(at.getUTCHours(), 2);
      case "mm":
        return number(at.getUTCMinutes(), 2);
      case "ss":
        return number(at.getUTCSeconds(), 2);
      case "SSS":
        return number(at.getUTCMilliseconds(), 3);
      default:
        return token.length > 1 ? token.slice(1, -1) : token;
    }
  });
}

const zones = new Map<string, Intl.DateTimeFormat>();

/** How many milliseconds the clocks of a zone are ahead of UTC at a point in time. */
function zoneOffset(zone: string, at: number): number {
  let format = zones.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    zones.set(zone, format);
  }
  const second = Math.floor(at / SECOND) * SECOND;
  const shown = new Map(
    format.formatToParts(second).map((part) => [part.type, part.value]),
  );
  const field = (name: Intl.DateTimeFormatPartTypes) => shown.get(name);
  // The year before the first one is year 0, and "1" of the era before.
  const year = Number(field("year"));
  const clock = civil([
    String(field("era")?.startsWith("B") ? 1 - year : year),
    field("month"),
    field("day"),
    field("hour"),
    field("minute"),
    field("second"),
  ]);
  return (clock ?? second) - second;
}
