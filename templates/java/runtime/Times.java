package charter.runtime;

import charter.ExceptionName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The steps of mappings on times. The years are 0 to 9999. */
public final class Times {
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\\.([0-9]+))?"
              + "(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))");
  private static final BigInteger THOUSAND = BigInteger.valueOf(1000);

  private Times() {}

  /** A point in time with its offset, as RFC 3339 writes it. */
  public static Moment instant(Place place, Rule rule, String found) {
    if (found == null) {
      return null;
    }
    Matcher match = RFC_3339.matcher(found);
    LocalDateTime clock = match.matches() ? clock(match) : null;
    if (clock == null) {
      return wrongForm(place, rule, found, null);
    }
    return inRange(place, rule, Json.of(found), Moment.of(clock, fraction(match)));
  }

  /** A point in time; {@code null} for what is none. */
  static Moment read(String text) {
    Matcher match = RFC_3339.matcher(text);
    LocalDateTime clock = match.matches() ? clock(match) : null;
    return clock == null ? null : Moment.of(clock, fraction(match));
  }

  /** The reading of a clock in UTC to the second; {@code null} where there is no such time. */
  private static LocalDateTime clock(Matcher match) {
    LocalDateTime clock = TimePattern.LOCAL.read(match.group(1) + "T" + match.group(2));
    boolean hasOffset = match.group(4) != null;
    int hours = hasOffset ? Integer.parseInt(match.group(5)) : 0;
    int minutes = hasOffset ? Integer.parseInt(match.group(6)) : 0;
    if (clock == null || hours > 23 || minutes > 59) {
      return null;
    }
    int ahead = hours * 60 + minutes;
    return "-".equals(match.group(4)) ? clock.plusMinutes(ahead) : clock.minusMinutes(ahead);
  }

  private static String fraction(Matcher match) {
    return match.group(3) == null ? "" : match.group(3);
  }

  private static <T> T wrongForm(Place place, Rule rule, String found, ExceptionName exception) {
    return place.problem(rule, Wrong.WRONG_FORM, Json.of(found), exception);
  }

  private static <T> T inRange(Place place, Rule rule, Json found, T made) {
    return made == null ? place.problem(rule, Wrong.OUT_OF_RANGE, found) : made;
  }

  /** So many units of {@code unit} milliseconds since 1970 as a point in time. */
  public static Moment instantOfEpoch(Place place, Rule rule, Long found, int unit) {
    if (found == null) {
      return null;
    }
    BigInteger milliseconds = BigInteger.valueOf(found).multiply(BigInteger.valueOf(unit));
    BigInteger rest = milliseconds.mod(THOUSAND);
    BigInteger seconds = milliseconds.subtract(rest).divide(THOUSAND);
    Moment made = null;
    if (seconds.bitLength() < 40) {
      LocalDateTime second = LocalDateTime.ofEpochSecond(seconds.longValue(), 0, ZoneOffset.UTC);
      made = Moment.of(second, String.format("%03d", rest.intValue()));
    }
    return inRange(place, rule, Json.of(found.longValue()), made);
  }

  /** A point in time as units of {@code unit} milliseconds since 1970. */
  public static BigDecimal epochOf(Place place, Rule rule, Moment found, int unit) {
    if (found == null) {
      return null;
    }
    String fraction = found.fraction();
    if (fraction.length() <= 3) {
      int rest = Integer.parseInt(fraction + "0".repeat(3 - fraction.length()));
      long milliseconds = found.instant().getEpochSecond() * 1000 + rest;
      if (milliseconds % unit == 0) {
        return BigDecimal.valueOf(milliseconds / unit);
      }
    }
    return place.problem(rule, Wrong.NOT_EXACT, found.toJson());
  }

  /** A local time by a pattern, in a zone of the IANA database. */
  public static Moment instantOfLocal(
      Place place,
      Rule rule,
      String found,
      TimePattern pattern,
      ZoneId zone,
      Gap gap,
      Overlap overlap) {
    return instantOfLocal(place, rule, found, pattern, zone, gap, overlap, null);
  }

  /** A local time by a pattern, in a zone of the IANA database. */
  public static Moment instantOfLocal(
      Place place,
      Rule rule,
      String found,
      TimePattern pattern,
      ZoneId zone,
      Gap gap,
      Overlap overlap,
      ExceptionName exception) {
    if (found == null) {
      return null;
    }
    LocalDateTime clock = pattern.read(found);
    ZoneOffset offset = clock == null ? null : offset(clock, zone, gap, overlap);
    if (offset == null) {
      return wrongForm(place, rule, found, exception);
    }
    LocalDateTime second = clock.truncatedTo(ChronoUnit.SECONDS);
    String fraction = String.format("%03d", clock.getNano() / 1_000_000);
    Moment made = Moment.of(second.minusSeconds(offset.getTotalSeconds()), fraction);
    return inRange(place, rule, Json.of(found), made);
  }

  /** How far the clocks are ahead of UTC; {@code null} where the policies refuse the time. */
  private static ZoneOffset offset(LocalDateTime clock, ZoneId zone, Gap gap, Overlap overlap) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(clock);
    if (offsets.size() == 1) {
      return offsets.get(0);
    }
    ZoneOffsetTransition change = zone.getRules().getTransition(clock);
    if (change.isGap()) {
      return switch (gap) {
        case LATER -> change.getOffsetBefore();
        case EARLIER -> change.getOffsetAfter();
        case RAISE -> null;
      };
    }
    return switch (overlap) {
      case FIRST -> change.getOffsetBefore();
      case SECOND -> change.getOffsetAfter();
      case RAISE -> null;
    };
  }

  /** A point in time on the clocks of a zone, by a pattern. */
  public static String localOf(
      Place place, Rule rule, Moment found, TimePattern pattern, ZoneId zone) {
    LocalDateTime clock = clock(place, rule, found, zone);
    return clock == null ? null : pattern.write(clock);
  }

  /** The date that it is in a zone at a point in time. */
  public static LocalDate dateIn(Place place, Rule rule, Moment found, ZoneId zone) {
    LocalDateTime clock = clock(place, rule, found, zone);
    return clock == null ? null : clock.toLocalDate();
  }

  private static LocalDateTime clock(Place place, Rule rule, Moment found, ZoneId zone) {
    if (found == null) {
      return null;
    }
    LocalDateTime clock = LocalDateTime.ofInstant(found.instant(), zone);
    return inRange(place, rule, found.toJson(), isInCalendar(clock.getYear()) ? clock : null);
  }

  /** Whether a year is one of those that dates are written with. */
  static boolean isInCalendar(int year) {
    return year >= 0 && year <= 9999;
  }

  /** A date by a pattern. */
  public static LocalDate date(Place place, Rule rule, String found, TimePattern pattern) {
    LocalDateTime clock = found == null ? null : pattern.read(found);
    if (found != null && clock == null) {
      return wrongForm(place, rule, found, null);
    }
    return clock == null ? null : clock.toLocalDate();
  }

  /** A date in the form of a pattern. */
  public static String dateAs(LocalDate found, TimePattern pattern) {
    return found == null ? null : pattern.write(found.atStartOfDay());
  }

  /** The date so many days later. */
  public static LocalDate daysLater(Place place, Rule rule, LocalDate found, int days) {
    if (found == null) {
      return null;
    }
    LocalDate made = found.plusDays(days);
    Json told = Json.of(Texts.textOf(found));
    return inRange(place, rule, told, isInCalendar(made.getYear()) ? made : null);
  }

  /** A date and a time on the clocks of one place, by a pattern. */
  public static LocalDateTime localTime(
      Place place, Rule rule, String found, TimePattern pattern) {
    LocalDateTime clock = found == null ? null : pattern.read(found);
    if (found != null && clock == null) {
      return wrongForm(place, rule, found, null);
    }
    return clock == null ? null : clock.truncatedTo(ChronoUnit.SECONDS);
  }

  /** A local time in the form of a pattern. */
  public static String localTimeAs(LocalDateTime found, TimePattern pattern) {
    return found == null ? null : pattern.write(found);
  }
}
