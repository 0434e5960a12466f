package charter.runtime;

import charter.ExceptionName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * The steps of mappings on numbers, which are exact. What comes out has no zeros at the end of its
 * fraction, so that equal numbers are equal values.
 */
public final class Numbers {
  private static final Pattern FORM = Pattern.compile("[+-]?([0-9]+)(?:\\.([0-9]+))?");
  private static final BigDecimal SAFE_INTEGER = BigDecimal.valueOf((1L << 53) - 1);

  /** A decimal with more digits than this on either side of the point is refused. */
  private static final int MOST_DIGITS = 100;

  private Numbers() {}

  /** The number without zeros at the end of its fraction. */
  static BigDecimal normal(BigDecimal number) {
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    if (number.scale() == 0) {
      return number;
    }
    BigDecimal shorter = number.stripTrailingZeros();
    return shorter.scale() < 0 ? shorter.setScale(0) : shorter;
  }

  /** Reads {@code -12.50}; {@code null} for any other form. */
  static BigDecimal parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return null;
    }
    String fraction = match.group(2);
    boolean isLong = match.group(1).length() > MOST_DIGITS;
    isLong |= fraction != null && fraction.length() > MOST_DIGITS;
    return isLong ? null : normal(new BigDecimal(text));
  }

  private static Json told(BigDecimal number) {
    return Json.of(Texts.textOf(number));
  }

  /** A JSON number. */
  public static BigDecimal number(Place place, Rule rule, Json found) {
    if (found == null) {
      return null;
    }
    if (!(found instanceof Json.Number number)) {
      return place.problem(rule, Wrong.WRONG_TYPE, found);
    }
    BigDecimal made = number.exact();
    return made == null ? place.problem(rule, Wrong.NOT_EXACT, found) : made;
  }

  /** A decimal number as a text, or as a JSON number. */
  public static BigDecimal decimal(Place place, Rule rule, Json found) {
    return decimal(place, rule, found, ".", "");
  }

  /** A decimal number as a text with another point, or as a JSON number. */
  public static BigDecimal decimal(Place place, Rule rule, Json found, String point) {
    return decimal(place, rule, found, point, "");
  }

  /**
   * A decimal number as a text with another point and with thousands apart, or as a JSON number.
   */
  public static BigDecimal decimal(
      Place place, Rule rule, Json found, String point, String thousands) {
    if (!(found instanceof Json.Text text)) {
      return number(place, rule, found);
    }
    String plain = thousands.isEmpty() ? text.text() : text.text().replace(thousands, "");
    boolean clashes = !point.equals(".") && plain.contains(".");
    int at = plain.indexOf(point);
    if (at >= 0) {
      plain = plain.substring(0, at) + "." + plain.substring(at + point.length());
    }
    BigDecimal made = clashes ? null : parse(plain);
    return made == null ? place.problem(rule, Wrong.WRONG_FORM, found) : made;
  }

  /** A whole number that a floating-point number holds exactly. */
  public static Long whole(Place place, Rule rule, BigDecimal found) {
    if (found == null) {
      return null;
    }
    BigDecimal number = normal(found);
    if (number.scale() > 0) {
      return place.problem(rule, Wrong.TOO_MANY_DIGITS, told(number));
    }
    return number.abs().compareTo(SAFE_INTEGER) <= 0
        ? (Long) number.longValueExact()
        : place.problem(rule, Wrong.NOT_EXACT, told(number));
  }

  /** A whole number as a decimal number. */
  public static BigDecimal ofWhole(Long found) {
    return found == null ? null : BigDecimal.valueOf(found);
  }

  /** A number with at most so many digits after the point. */
  public static BigDecimal scaled(Place place, Rule rule, BigDecimal found, int scale) {
    if (found == null || found.scale() <= scale) {
      return found;
    }
    BigDecimal number = normal(found);
    return number.scale() <= scale
        ? number
        : place.problem(rule, Wrong.TOO_MANY_DIGITS, told(number));
  }

  /** A number, rounded to at most so many digits after the point. */
  public static BigDecimal scaled(
      Place place, Rule rule, BigDecimal found, int scale, RoundingMode rounding) {
    return found == null || found.scale() <= scale
        ? found
        : normal(found.setScale(scale, rounding));
  }

  /** A number with at most so many digits in all. */
  public static BigDecimal precise(Place place, Rule rule, BigDecimal found, int digits) {
    return found == null || normal(found).precision() <= digits
        ? found
        : place.problem(rule, Wrong.TOO_MANY_DIGITS, told(found));
  }

  /** A number within bounds; {@code null} for a bound that there is not. */
  public static BigDecimal between(
      Place place, Rule rule, BigDecimal found, BigDecimal least, BigDecimal most) {
    return between(place, rule, found, least, most, null);
  }

  /** A number within bounds; {@code null} for a bound that there is not. */
  public static BigDecimal between(
      Place place,
      Rule rule,
      BigDecimal found,
      BigDecimal least,
      BigDecimal most,
      ExceptionName exception) {
    if (found == null) {
      return null;
    }
    boolean isBelow = least != null && found.compareTo(least) < 0;
    boolean isAbove = most != null && found.compareTo(most) > 0;
    return isBelow || isAbove
        ? place.problem(rule, Wrong.OUT_OF_RANGE, told(found), exception)
        : found;
  }

  /**
   * The number with its decimal point moved to the left by so many digits; to the right when
   * negative.
   */
  public static BigDecimal shifted(BigDecimal found, int digits) {
    return found == null ? null : normal(found.movePointLeft(digits));
  }

  /** The number times an exact ratio, which must divide it with at most {@code scale} digits. */
  public static BigDecimal converted(
      Place place, Rule rule, BigDecimal found, BigDecimal above, BigDecimal below, int scale) {
    return converted(place, rule, found, above, below, scale, null, null);
  }

  /** The number times an exact ratio, rounded. */
  public static BigDecimal converted(
      Place place,
      Rule rule,
      BigDecimal found,
      BigDecimal above,
      BigDecimal below,
      int scale,
      RoundingMode rounding) {
    return converted(place, rule, found, above, below, scale, rounding, null);
  }

  /**
   * The number times an exact ratio. Without a rounding the ratio must divide it with at most
   * {@code scale} digits.
   */
  public static BigDecimal converted(
      Place place,
      Rule rule,
      BigDecimal found,
      BigDecimal above,
      BigDecimal below,
      int scale,
      RoundingMode rounding,
      ExceptionName exception) {
    if (found == null) {
      return null;
    }
    BigDecimal product = found.multiply(above);
    BigDecimal made = product.divide(below, scale, rounding == null ? RoundingMode.DOWN : rounding);
    return rounding != null || made.multiply(below).compareTo(product) == 0
        ? normal(made)
        : place.problem(rule, Wrong.NOT_DIVISIBLE, told(found), exception);
  }

  /** The digits as a text. */
  public static String digits(BigDecimal found) {
    return Texts.textOf(found);
  }

  /** The digits as a text, with so many after the point. */
  public static String digits(BigDecimal found, int scale) {
    if (found == null) {
      return null;
    }
    BigDecimal number = found.scale() <= scale ? found : normal(found);
    return number.setScale(Math.max(scale, number.scale())).toPlainString();
  }

  /** The digits as a text, with so many after another point. */
  public static String digits(BigDecimal found, int scale, String point) {
    return digits(found, scale, point, "");
  }

  /** The digits as a text, with so many after another point and with thousands apart. */
  public static String digits(BigDecimal found, int scale, String point, String thousands) {
    String plain = digits(found, scale);
    if (plain == null) {
      return null;
    }
    int end = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
    int start = plain.startsWith("-") ? 1 : 0;
    StringBuilder made = new StringBuilder(plain.substring(0, start));
    for (int index = start; index < end; index += 1) {
      if (index > start && (end - index) % 3 == 0) {
        made.append(thousands);
      }
      made.append(plain.charAt(index));
    }
    return end == plain.length()
        ? made.toString()
        : made.append(point).append(plain, end + 1, plain.length()).toString();
  }

  /** The number, where a floating-point number has the same digits. */
  public static BigDecimal jsonNumber(Place place, Rule rule, BigDecimal found) {
    if (found == null) {
      return null;
    }
    BigDecimal number = normal(found);
    return Json.Number.isExact(number)
        ? number
        : place.problem(rule, Wrong.NOT_EXACT, told(number));
  }
}
