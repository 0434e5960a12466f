package charter.runtime;

import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of a date or a time, as {@code yyyy-MM-dd'T'HH:mm:ss}: read and written field by field.
 */
public final class TimePattern {
  /** A date. */
  static final TimePattern DATE = of("yyyy-MM-dd");

  /** A date and a time of day. */
  static final TimePattern LOCAL = of("yyyy-MM-dd'T'HH:mm:ss");

  /** A field of a time. */
  private enum Field {
    YEAR("yyyy", ChronoField.YEAR),
    MONTH("MM", ChronoField.MONTH_OF_YEAR),
    DAY("dd", ChronoField.DAY_OF_MONTH),
    HOUR("HH", ChronoField.HOUR_OF_DAY),
    MINUTE("mm", ChronoField.MINUTE_OF_HOUR),
    SECOND("ss", ChronoField.SECOND_OF_MINUTE),
    MILLISECOND("SSS", ChronoField.MILLI_OF_SECOND);

    private final String letters;
    private final ChronoField field;

    Field(String letters, ChronoField field) {
      this.letters = letters;
      this.field = field;
    }
  }

  /** A field, or characters that stand for themselves. */
  private record Token(Field field, String literal) {}

  private final List<Token> tokens;

  private TimePattern(List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * Takes a pattern apart. What is no field stands for itself, and so does all between single
   * quotes.
   */
  public static TimePattern of(String pattern) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < pattern.length()) {
      Field field = fieldAt(pattern, at);
      int quote = pattern.charAt(at) == '\'' ? pattern.indexOf('\'', at + 1) : -1;
      if (field != null) {
        tokens.add(new Token(field, null));
        at += field.letters.length();
      } else if (quote > 0) {
        tokens.add(new Token(null, pattern.substring(at + 1, quote)));
        at = quote + 1;
      } else {
        tokens.add(new Token(null, pattern.substring(at, at + 1)));
        at += 1;
      }
    }
    return new TimePattern(List.copyOf(tokens));
  }

  private static Field fieldAt(String pattern, int at) {
    for (Field field : Field.values()) {
      if (pattern.startsWith(field.letters, at)) {
        return field;
      }
    }
    return null;
  }

  /**
   * The reading of a clock; a field that the pattern has not is at its start. {@code null} when the
   * text has not the form, or when there is no such day or hour.
   */
  LocalDateTime read(String text) {
    int[] fields = {0, 1, 1, 0, 0, 0, 0};
    boolean[] known = new boolean[fields.length];
    int at = 0;
    for (Token token : tokens) {
      if (token.field == null) {
        if (!text.startsWith(token.literal, at)) {
          return null;
        }
        at += token.literal.length();
        continue;
      }
      int end = at + token.field.letters.length();
      int number = number(text, at, end);
      if (number < 0) {
        return null;
      }
      // A field that is written twice counts where it stands first.
      int index = token.field.ordinal();
      fields[index] = known[index] ? fields[index] : number;
      known[index] = true;
      at = end;
    }
    return at == text.length() ? clock(fields) : null;
  }

  /** The number that these digits are; less than zero where they are no digits. */
  private static int number(String text, int start, int end) {
    int number = 0;
    for (int index = start; index < end; index += 1) {
      int digit = index < text.length() ? text.charAt(index) - '0' : -1;
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static LocalDateTime clock(int[] fields) {
    boolean isDay = fields[1] >= 1 && fields[1] <= 12 && fields[2] >= 1;
    if (!isDay || fields[2] > YearMonth.of(fields[0], fields[1]).lengthOfMonth()) {
      return null;
    }
    if (fields[3] > 23 || fields[4] > 59 || fields[5] > 59) {
      return null;
    }
    int nanoseconds = fields[6] * 1_000_000;
    return LocalDateTime.of(
        fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], nanoseconds);
  }

  /** The reading of a clock in this form. */
  String write(LocalDateTime clock) {
    StringBuilder made = new StringBuilder();
    for (Token token : tokens) {
      if (token.field == null) {
        made.append(token.literal);
        continue;
      }
      String digits = Integer.toString(clock.get(token.field.field));
      made.append("0".repeat(Math.max(0, token.field.letters.length() - digits.length())));
      made.append(digits);
    }
    return made.toString();
  }
}
