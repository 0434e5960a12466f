package charter.runtime;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A point in time with every digit of its fraction, however many there are.
 *
 * @param instant the point in time, to the nanosecond
 * @param beyond the digits of its fraction after the ninth, without zeros at their end
 */
public record Moment(Instant instant, String beyond) implements Comparable<Moment>, HasJson {
  private static final int NANOSECOND_DIGITS = 9;
  private static final Pattern ZEROS = Pattern.compile("0+$");

  /** A point in time to the nanosecond. */
  public static Moment of(Instant instant) {
    return new Moment(instant, "");
  }

  /**
   * A point in time as RFC 3339 writes it in UTC.
   *
   * @throws IllegalArgumentException where the text has another form
   */
  public static Moment parse(String text) {
    Moment moment = Times.read(text);
    if (moment == null) {
      throw new IllegalArgumentException("no point in time: " + text);
    }
    return moment;
  }

  /** A whole second, and the digits of its fraction; {@code null} outside the years 0 to 9999. */
  static Moment of(LocalDateTime second, String fraction) {
    if (!Times.isInCalendar(second.getYear())) {
      return null;
    }
    String digits = ZEROS.matcher(fraction).replaceFirst("");
    int end = Math.min(digits.length(), NANOSECOND_DIGITS);
    String nanoseconds = digits.substring(0, end) + "0".repeat(NANOSECOND_DIGITS - end);
    Instant instant = second.toInstant(ZoneOffset.UTC).plusNanos(Long.parseLong(nanoseconds));
    return new Moment(instant, digits.substring(end));
  }

  /** The reading of a clock in UTC, without the fraction of its second. */
  LocalDateTime second() {
    return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
  }

  /** The digits of the fraction, without zeros at their end. */
  String fraction() {
    String nanoseconds = String.format("%09d", instant.getNano());
    return beyond.isEmpty() ? ZEROS.matcher(nanoseconds).replaceFirst("") : nanoseconds + beyond;
  }

  @Override
  public int compareTo(Moment other) {
    return Comparator.comparing(Moment::instant).thenComparing(Moment::beyond).compare(this, other);
  }

  /** The point in time in UTC, as RFC 3339 writes it. */
  @Override
  public String toString() {
    String clock = TimePattern.LOCAL.write(second());
    boolean isWhole = instant.getNano() == 0 && beyond.isEmpty();
    return isWhole ? clock + "Z" : clock + "." + fraction() + "Z";
  }

  @Override
  public Json toJson() {
    return Json.of(toString());
  }
}
