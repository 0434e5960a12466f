package charter.runtime;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value whose numbers keep their digits. What is not there is {@code null}; {@link
 * Null#NULL} is the null that was written.
 */
public sealed interface Json {

  /** The null of JSON. */
  Json NULL = Null.NULL;

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException where the text is no JSON value
   */
  static Json parse(String text) {
    return new JsonReader(text).whole();
  }

  /** A text. */
  static Json of(String text) {
    return new Text(text);
  }

  /** True or false. */
  static Json of(boolean truth) {
    return truth ? Truth.TRUE : Truth.FALSE;
  }

  /** A whole number. */
  static Json of(long number) {
    return new Number(Long.toString(number));
  }

  /** A number, with all its digits. */
  static Json of(BigDecimal number) {
    return new Number(number.toPlainString());
  }

  /** What has a form in JSON. */
  static Json of(HasJson value) {
    return value.toJson();
  }

  /** Members, one after the other. */
  static Builder members() {
    return new Builder();
  }

  /** The member of a name; {@code null} where there is none. */
  default Json member(String name) {
    return null;
  }

  /** Whether it is this text. */
  default boolean is(String text) {
    return false;
  }

  /** Whether it is this number. */
  default boolean is(BigDecimal number) {
    return false;
  }

  /** Whether it is true, or false. */
  default boolean is(boolean truth) {
    return this == Json.of(truth);
  }

  /** Whether it is null, as it was written. */
  default boolean isNull() {
    return this == NULL;
  }

  /** Null. */
  enum Null implements Json {
    /** The only one. */
    NULL;

    @Override
    public String toString() {
      return "null";
    }
  }

  /** True or false. */
  enum Truth implements Json {
    /** True. */
    TRUE,
    /** False. */
    FALSE;

    @Override
    public String toString() {
      return this == TRUE ? "true" : "false";
    }
  }

  /** A text. */
  record Text(String text) implements Json {
    @Override
    public boolean is(String wanted) {
      return text.equals(wanted);
    }

    @Override
    public String toString() {
      return JsonWriter.write(this);
    }
  }

  /**
   * A number, by its digits as they were written. Two of them are equal when they are the same
   * number.
   */
  record Number(String digits) implements Json {
    private static final int SAFE_DIGITS = 15;
    private static final MathContext SAFE = new MathContext(SAFE_DIGITS);
    private static final int MOST_DIGITS = 100;
    private static final BigDecimal SAFE_INTEGER = BigDecimal.valueOf((1L << 53) - 1);
    private static final BigDecimal WRITTEN_OUT = new BigDecimal("1e21");

    /**
     * The number that was written. Systems that send JSON often compute with floating-point
     * numbers, which hold 15 digits of any decimal number; with more digits it may not be what was
     * meant, and {@code null} is returned.
     */
    public BigDecimal exact() {
      return exact(digits);
    }

    /** Whether a number has the same digits after a journey through a floating-point number. */
    static boolean isExact(BigDecimal number) {
      BigDecimal read = exact(number.toString());
      return read != null && read.compareTo(number) == 0;
    }

    private static BigDecimal exact(String digits) {
      if (digits.length() <= SAFE_DIGITS && isPlain(digits)) {
        return Numbers.normal(new BigDecimal(digits));
      }
      double value = Double.parseDouble(digits);
      if (Double.isInfinite(value)) {
        return null;
      }
      BigDecimal read = new BigDecimal(value);
      BigDecimal size = read.abs();
      boolean isWhole = read.signum() == 0 || read.stripTrailingZeros().scale() <= 0;
      if (isWhole && size.compareTo(SAFE_INTEGER) <= 0) {
        return Numbers.normal(read);
      }
      // Whole numbers between 2^53 and 10^21 are written out: they have more than 15 digits.
      if (size.compareTo(SAFE_INTEGER) >= 0 && size.compareTo(WRITTEN_OUT) < 0) {
        return null;
      }
      BigDecimal made = read.round(SAFE).stripTrailingZeros();
      boolean isSame = made.doubleValue() == value && Math.abs(made.scale()) <= MOST_DIGITS;
      return isSame ? Numbers.normal(made) : null;
    }

    /** Whether it has no exponent. */
    private static boolean isPlain(String digits) {
      return digits.indexOf('e') < 0 && digits.indexOf('E') < 0;
    }

    @Override
    public boolean is(BigDecimal wanted) {
      BigDecimal exact = exact();
      return exact != null && exact.compareTo(wanted) == 0;
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Number number)) {
        return false;
      }
      BigDecimal exact = exact();
      return exact == null ? digits.equals(number.digits) : exact.equals(number.exact());
    }

    @Override
    public int hashCode() {
      BigDecimal exact = exact();
      return exact == null ? digits.hashCode() : exact.hashCode();
    }

    @Override
    public String toString() {
      return digits;
    }
  }

  /** Parts in order. */
  record Parts(List<Json> list) implements Json {
    /** Parts in order. */
    public Parts {
      list = List.copyOf(list);
    }

    @Override
    public String toString() {
      return JsonWriter.write(this);
    }
  }

  /** Members by their names, in order. The map is not copied. */
  record Members(Map<String, Json> map) implements Json {
    @Override
    public Json member(String name) {
      return map.get(name);
    }

    @Override
    public String toString() {
      return JsonWriter.write(this);
    }
  }

  /** Puts members together. What is {@code null} is left out. */
  final class Builder {
    private final Map<String, Json> map = new LinkedHashMap<>();

    private Builder() {}

    /** Adds a member that has a form in JSON. */
    public Builder add(String name, HasJson value) {
      return put(name, value == null ? null : value.toJson());
    }

    /** Adds a list. */
    public Builder add(String name, List<? extends HasJson> parts) {
      return put(name, parts == null ? null : new Parts(parts.stream().map(Json::of).toList()));
    }

    /** Adds a text. */
    public Builder add(String name, String text) {
      return put(name, text == null ? null : of(text));
    }

    /** Adds a number. */
    public Builder add(String name, BigDecimal number) {
      return put(name, number == null ? null : of(number));
    }

    /** Adds a whole number. */
    public Builder add(String name, Long number) {
      return put(name, number == null ? null : of(number.longValue()));
    }

    /** Adds true or false. */
    public Builder add(String name, Boolean truth) {
      return put(name, truth == null ? null : of(truth.booleanValue()));
    }

    /** Adds a value as it is. */
    public Builder put(String name, Json value) {
      if (value != null) {
        map.put(name, value);
      }
      return this;
    }

    /** The members. */
    public Json build() {
      return new Members(map);
    }
  }
}
