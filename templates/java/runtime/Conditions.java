package charter.runtime;

import java.math.BigDecimal;
import java.util.List;

/**
 * Parts of conditions. Nothing can be said of a number that is not there: no comparison with it
 * holds.
 */
public final class Conditions {
  private Conditions() {}

  /**
   * A decimal number in the payload, as a text or as a JSON number; {@code null} for anything else.
   */
  public static BigDecimal foreignNumber(Place place, List<Key> keys) {
    Json found = place.find(keys);
    if (found instanceof Json.Number number) {
      return number.exact();
    }
    return found instanceof Json.Text text ? Numbers.parse(text.text()) : null;
  }

  /** Whether the payload has a value there, be it null or empty. */
  public static boolean isThere(Place place, List<Key> keys) {
    return place.find(keys) != null;
  }

  /** Whether the payload has null there. */
  public static boolean isNullAt(Place place, List<Key> keys) {
    return place.find(keys) == Json.NULL;
  }

  /** Whether the payload has exactly this value there. */
  public static boolean isAt(Place place, List<Key> keys, Json value) {
    return value.equals(place.find(keys));
  }

  /** How many parts a list has. */
  public static BigDecimal count(List<?> list) {
    return list == null ? null : BigDecimal.valueOf(list.size());
  }

  /** Whether two numbers are the same. */
  public static boolean sameNumber(BigDecimal left, BigDecimal right) {
    return left != null && right != null && left.compareTo(right) == 0;
  }

  /** Whether one number is less than another. */
  public static boolean less(BigDecimal left, BigDecimal right) {
    return left != null && right != null && left.compareTo(right) < 0;
  }

  /** Whether one number is not greater than another. */
  public static boolean lessOrSame(BigDecimal left, BigDecimal right) {
    return left != null && right != null && left.compareTo(right) <= 0;
  }

  /** The sum of two numbers. */
  public static BigDecimal plus(BigDecimal left, BigDecimal right) {
    return left == null || right == null ? null : Numbers.normal(left.add(right));
  }

  /** The difference of two numbers. */
  public static BigDecimal minus(BigDecimal left, BigDecimal right) {
    return left == null || right == null ? null : Numbers.normal(left.subtract(right));
  }

  /** The product of two numbers. */
  public static BigDecimal times(BigDecimal left, BigDecimal right) {
    return left == null || right == null ? null : Numbers.normal(left.multiply(right));
  }

  /** Whether the first point in time is before the second. */
  public static boolean earlier(Moment left, Moment right) {
    return left != null && right != null && left.compareTo(right) < 0;
  }
}
