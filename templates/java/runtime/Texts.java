package charter.runtime;

import charter.ExceptionName;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The steps of mappings on texts. A character is a Unicode code point. */
public final class Texts {
  private Texts() {}

  /** The digits of a number, without zeros at the end of its fraction. */
  public static String textOf(BigDecimal number) {
    return number == null ? null : Numbers.normal(number).toPlainString();
  }

  /** A point in time in UTC, as RFC 3339 writes it. */
  public static String textOf(Moment moment) {
    return moment == null ? null : moment.toString();
  }

  /** A date, as ISO 8601 writes it. */
  public static String textOf(LocalDate date) {
    return Times.dateAs(date, TimePattern.DATE);
  }

  /** A date and a time of day, as ISO 8601 writes them. */
  public static String textOf(LocalDateTime time) {
    return Times.localTimeAs(time, TimePattern.LOCAL);
  }

  /** A text, as JSON has it. */
  public static Json jsonOf(String text) {
    return text == null ? null : Json.of(text);
  }

  /** How a code is said. */
  public static String textOf(Code code) {
    return code == null ? null : code.code();
  }

  /** White space: what ECMAScript, and with it every JSON tool of a browser, takes for it. */
  private static boolean isSpace(char c) {
    return switch (c) {
      case '\t', '\n', '\u000b', '\f', '\r', '\u2028', '\u2029', '\ufeff' -> true;
      default -> Character.getType(c) == Character.SPACE_SEPARATOR;
    };
  }

  /** A text without white space at its ends. */
  public static String trim(String found) {
    if (found == null) {
      return null;
    }
    int from = 0;
    int to = found.length();
    while (from < to && isSpace(found.charAt(from))) {
      from += 1;
    }
    while (to > from && isSpace(found.charAt(to - 1))) {
      to -= 1;
    }
    return found.substring(from, to);
  }

  /** Runs of white space become one space. */
  public static String collapse(String found) {
    if (found == null) {
      return null;
    }
    StringBuilder made = new StringBuilder(found.length());
    boolean inSpace = false;
    for (int index = 0; index < found.length(); index += 1) {
      boolean isSpace = isSpace(found.charAt(index));
      if (!isSpace) {
        made.append(found.charAt(index));
      } else if (!inSpace) {
        made.append(' ');
      }
      inSpace = isSpace;
    }
    return made.toString();
  }

  /** A text in upper case. */
  public static String upperCase(String found) {
    return found == null ? null : found.toUpperCase(Locale.ROOT);
  }

  /** A text in lower case. */
  public static String lowerCase(String found) {
    return found == null ? null : found.toLowerCase(Locale.ROOT);
  }

  /** The text after a prefix that must be there. */
  public static String withoutPrefix(Place place, Rule rule, String found, String prefix) {
    if (found == null) {
      return null;
    }
    return found.startsWith(prefix)
        ? found.substring(prefix.length())
        : wrongForm(place, rule, found);
  }

  /** A text with another before it. */
  public static String withPrefix(String found, String prefix) {
    return found == null ? null : prefix + found;
  }

  /** The text before a suffix that must be there. */
  public static String withoutSuffix(Place place, Rule rule, String found, String suffix) {
    if (found == null) {
      return null;
    }
    return found.endsWith(suffix)
        ? found.substring(0, found.length() - suffix.length())
        : wrongForm(place, rule, found);
  }

  /** A text with another after it. */
  public static String withSuffix(String found, String suffix) {
    return found == null ? null : found + suffix;
  }

  /** The text before the first occurrence of another, which must be there. */
  public static String before(Place place, Rule rule, String found, String end) {
    if (found == null) {
      return null;
    }
    int at = found.indexOf(end);
    return at < 0 ? wrongForm(place, rule, found) : found.substring(0, at);
  }

  /** The text after the first occurrence of another, which must be there. */
  public static String after(Place place, Rule rule, String found, String start) {
    if (found == null) {
      return null;
    }
    int at = found.indexOf(start);
    return at < 0 ? wrongForm(place, rule, found) : found.substring(at + start.length());
  }

  private static String wrongForm(Place place, Rule rule, String found) {
    return place.problem(rule, Wrong.WRONG_FORM, Json.of(found));
  }

  private static int length(String found) {
    return found.codePointCount(0, found.length());
  }

  /** The characters from a position on. */
  public static String characters(String found, int from) {
    return characters(found, from, Integer.MAX_VALUE);
  }

  /** The characters from a position on, at most so many. */
  public static String characters(String found, int from, int length) {
    if (found == null) {
      return null;
    }
    int all = length(found);
    int first = Math.min(from, all);
    int start = found.offsetByCodePoints(0, first);
    return found.substring(start, found.offsetByCodePoints(start, Math.min(length, all - first)));
  }

  /** A text with one part replaced by another. */
  public static String replaced(String found, String old, String by) {
    return found == null ? null : found.replace(old, by);
  }

  /** A text, filled up to a length. */
  public static String padded(String found, int length, String fill, Side side) {
    if (found == null) {
      return null;
    }
    String rest = fill.repeat(Math.max(0, length - length(found)));
    return side == Side.LEFT ? rest + found : found + rest;
  }

  /** The text without what fills it up; of a number that is all zeros, one stays. */
  public static String unpadded(String found, String fill, Side side) {
    if (found == null || fill.isEmpty()) {
      return found;
    }
    int least = fill.equals("0") ? 1 : 0;
    int from = 0;
    int to = found.length();
    int left = length(found);
    while (side == Side.LEFT && left > least && found.startsWith(fill, from)) {
      from += fill.length();
      left -= length(fill);
    }
    while (side == Side.RIGHT && left > least && found.startsWith(fill, to - fill.length())) {
      to -= fill.length();
      left -= length(fill);
    }
    return found.substring(from, to);
  }

  /** The first characters. */
  public static String truncated(Place place, Rule rule, String found, int length) {
    return truncated(place, rule, found, length, null);
  }

  /**
   * The first characters; a text that is cut is a problem only where the charter names an
   * exception.
   */
  public static String truncated(
      Place place, Rule rule, String found, int length, ExceptionName exception) {
    if (found == null || length(found) <= length) {
      return found;
    }
    if (exception != null) {
      place.problem(rule.onField(), Wrong.TOO_LONG, Json.of(found), exception);
    }
    return found.substring(0, found.offsetByCodePoints(0, length));
  }

  /** A text that has at least so many characters. */
  public static String sized(Place place, Rule rule, String found, int least) {
    return sized(place, rule, found, least, Integer.MAX_VALUE);
  }

  /** A text of a length that the field allows. */
  public static String sized(Place place, Rule rule, String found, int least, int most) {
    if (found == null) {
      return null;
    }
    // No text has more characters than code units: the common case needs no counting.
    int length = found.length() > most || least > 0 ? length(found) : found.length();
    if (length > most) {
      return place.problem(rule, Wrong.TOO_LONG, Json.of(found));
    }
    return length < least ? place.problem(rule, Wrong.TOO_SHORT, Json.of(found)) : found;
  }

  /** A text that a pattern matches as a whole. */
  public static String matching(Place place, Rule rule, String found, Pattern pattern) {
    return matching(place, rule, found, pattern, null);
  }

  /** A text that a pattern matches as a whole. */
  public static String matching(
      Place place, Rule rule, String found, Pattern pattern, ExceptionName exception) {
    return found == null || pattern.matcher(found).matches()
        ? found
        : place.problem(rule, Wrong.WRONG_FORM, Json.of(found), exception);
  }

  /** The group {@code value} of a pattern that must match the text as a whole. */
  public static String matched(Place place, Rule rule, String found, Pattern pattern) {
    return matched(place, rule, found, pattern, null);
  }

  /** The group {@code value} of a pattern that must match the text as a whole. */
  public static String matched(
      Place place, Rule rule, String found, Pattern pattern, ExceptionName exception) {
    if (found == null) {
      return null;
    }
    Matcher matcher = pattern.matcher(found);
    String group = matcher.matches() ? matcher.group("value") : null;
    return group == null ? place.problem(rule, Wrong.WRONG_FORM, Json.of(found), exception) : group;
  }

  /** An identifier whose last digit checks the others. */
  public static String checked(Place place, Rule rule, String found, List<Integer> lengths) {
    return checked(place, rule, found, lengths, null);
  }

  /**
   * An identifier whose last digit checks the others, as GS1 numbers have it: weights of 3 and 1
   * from the right.
   */
  public static String checked(
      Place place, Rule rule, String found, List<Integer> lengths, ExceptionName exception) {
    return found == null || hasCheckDigit(found, lengths)
        ? found
        : place.problem(rule, Wrong.WRONG_CHECK_DIGIT, Json.of(found), exception);
  }

  private static boolean hasCheckDigit(String found, List<Integer> lengths) {
    int sum = 0;
    for (int index = 0; index < found.length(); index += 1) {
      int digit = found.charAt(found.length() - 1 - index) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      sum += index % 2 == 0 ? digit : 3 * digit;
    }
    return !found.isEmpty() && lengths.contains(found.length()) && sum % 10 == 0;
  }
}
