import type { Key, Place, Rule } from "./problem.js";
import type { ExceptionName } from "../types.js";

const REFERENCE =
  /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]*));/g;

/** The text with what markup writes for characters as those characters; what stands for none stays as it is. */
export function unescaped(
  found: string | undefined,
  names: ReadonlyMap<string, string>,
): string | undefined {
  return found?.replace(
    REFERENCE,
    (all, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) {
        return names.get(name) ?? all;
      }
      const code = decimal === undefined ? parseInt(hex ?? "0", 16) : +decimal;
      const isCharacter =
        code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      return isCharacter ? String.fromCodePoint(code) : all;
    },
  );
}

/** The text in the characters of a set; others give way to those of a table, or to one character. */
export function fitted(
  place: Place,
  rule: Rule,
  found: string | undefined,
  set: RegExp,
  table: ReadonlyMap<string, string>,
  instead?: string,
  exception?: ExceptionName,
): string | undefined {
  if (found === undefined) {
    return undefined;
  }
  const made: string[] = [];
  for (const character of found) {
    const fits = set.test(character)
      ? character
      : (table.get(character) ?? instead);
    if (fits === undefined) {
      return place.problem(rule, "wrong-form", found, exception);
    }
    made.push(fits);
  }
  return made.join("");
}

/**
 * A long text in pieces of at most `at` characters, broken at spaces where that can be. A piece that is full goes on
 * without a space, any other one with the space at which it was broken.
 */
export function wrapped(
  place: Place,
  rule: Rule,
  found: string | undefined,
  at: number,
  count: number,
  exception?: ExceptionName,
): string[] | undefined {
  if (found === undefined) {
    return undefined;
  }
  let rest = [...found];
  const pieces: string[] = [];
  while (rest.length > at) {
    if (pieces.length + 1 === count) {
      return place.problem(rule, "too-long", found, exception);
    }
    const space = rest.slice(0, at).lastIndexOf(" ");
    pieces.push(rest.slice(0, space > 0 ? space : at).join(""));
    rest = rest.slice(space > 0 ? space + 1 : at);
  }
  pieces.push(rest.join(""));
  return pieces;
}

/** One of several pieces, by its position. */
export function pieceOf(
  pieces: readonly string[] | undefined,
  at: number,
): string | undefined {
  return pieces?.[at];
}

/** The text that pieces of at most `at` characters were made of. */
export function unwrapped(
  place: Place,
  first: unknown,
  further: readonly (readonly Key[])[],
  at: number,
): unknown {
  if (typeof first !== "string") {
    return first;
  }
  let made = first;
  let length = [...first].length;
  for (const keys of further) {
    const found = place.find(keys);
    if (typeof found === "string" && found !== "") {
      made += length < at ? ` ${found}` : found;
      length = [...found].length;
    }
  }
  return made;
}
