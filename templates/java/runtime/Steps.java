package charter.runtime;

import charter.ExceptionName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The steps of mappings. {@code null} stands for what is not there, which every step lets pass;
 * where a step finds a problem, it notes it and returns {@code null}.
 */
public final class Steps {
  private Steps() {}

  /** The part of a payload in which the object is. */
  public static Place rootOf(Json payload, Rule rule) {
    return part(Place.ofPayload(payload == null ? Json.NULL : payload), rule);
  }

  /** The start of what is written. */
  public static Place start() {
    return Place.ofObject();
  }

  /** What came out of it all. */
  public static <T> Result<T> resultOf(Place place, T made) {
    return place.result(made);
  }

  /** One result made of another, with the problems of both. */
  public static <T, U> Result<U> andThen(Result<T> first, Function<T, Result<U>> next) {
    if (!(first instanceof Result.Made<T> made)) {
      return new Result.Refused<>(first.problems());
    }
    Result<U> second = next.apply(made.value());
    List<Problem> problems = new ArrayList<>(made.problems());
    problems.addAll(second.problems());
    return second instanceof Result.Made<U> written
        ? new Result.Made<>(written.value(), List.copyOf(problems))
        : new Result.Refused<>(List.copyOf(problems));
  }

  /** The value of a rule, when it is there and neither null nor empty. */
  public static Json value(Place place, Rule rule) {
    Json found = place.find(rule.foreign());
    if (found == null) {
      return place.isMissing() ? null : missing(place, rule, Missing.ABSENT);
    }
    if (found.isNull()) {
      return missing(place, rule, Missing.NULL);
    }
    return rule.mindsEmpty() && isEmpty(found) ? missing(place, rule, Missing.EMPTY) : found;
  }

  /** The value that is written, when it is there. */
  public static <T> T present(Place place, Rule rule, T found) {
    return found == null ? missing(place, rule, Missing.ABSENT) : found;
  }

  private static <T> T missing(Place place, Rule rule, Missing how) {
    if (!rule.skips().contains(how)) {
      Wrong wrong =
          switch (how) {
            case ABSENT -> Wrong.ABSENT;
            case NULL -> Wrong.NULL;
            case EMPTY -> Wrong.EMPTY;
          };
      place.problem(rule, wrong, null, rule.raises().get(how));
    }
    return null;
  }

  private static boolean isEmpty(Json found) {
    return found.is("") || (found instanceof Json.Parts parts && parts.list().isEmpty());
  }

  /** Whether the part is there and the value is not in it. */
  public static boolean isAbsent(Place place, Rule rule) {
    return !place.isMissing() && place.find(rule.foreign()) == null;
  }

  /** Whether the value is null, as it was written. */
  public static boolean isNull(Place place, Rule rule) {
    return place.find(rule.foreign()) == Json.NULL;
  }

  /** Whether the value is an empty text or list. */
  public static boolean isEmptyValue(Place place, Rule rule) {
    Json found = place.find(rule.foreign());
    return found != null && isEmpty(found);
  }

  /** A part of the payload. */
  public static Place part(Place place, Rule rule) {
    Json found = value(place, rule);
    if (found == null || found instanceof Json.Members) {
      return place.inside(rule, found);
    }
    place.problem(rule, Wrong.WRONG_TYPE, found);
    return place.inside(rule, null);
  }

  /** The lines of a list that are read; one element is still a list. */
  public static <T> List<T> readEach(Place place, Rule rule, Function<Place, T> read) {
    Json found = value(place, rule);
    if (found == null) {
      return null;
    }
    if (!(found instanceof Json.Parts parts)) {
      return place.problem(rule, Wrong.WRONG_TYPE, found);
    }
    List<T> lines = new ArrayList<>(parts.list().size());
    int index = 0;
    for (Json item : parts.list()) {
      Place line = place.line(rule, item, index, lines.size());
      index += 1;
      if (!(item instanceof Json.Members)) {
        line.problem(rule.here(), Wrong.WRONG_TYPE, item);
        continue;
      }
      T made = line.kept(read.apply(line));
      if (made != null) {
        lines.add(made);
      }
    }
    return List.copyOf(lines);
  }

  /** The lines of a list that are written. */
  public static <T, U> List<U> writeEach(
      Place place, Rule rule, List<T> items, BiFunction<Place, T, U> write) {
    List<T> found = present(place, rule, items);
    if (found == null) {
      return null;
    }
    List<U> lines = new ArrayList<>(found.size());
    int index = 0;
    for (T item : found) {
      Place line = place.line(rule, null, lines.size(), index);
      index += 1;
      U made = line.kept(write.apply(line, item));
      if (made != null) {
        lines.add(made);
      }
    }
    return List.copyOf(lines);
  }

  /** A list that has at least so many parts. */
  public static <T> List<T> counted(Place place, Rule rule, List<T> list, int least) {
    return counted(place, rule, list, least, Integer.MAX_VALUE);
  }

  /** A list that has as many parts as the charter allows. */
  public static <T> List<T> counted(Place place, Rule rule, List<T> list, int least, int most) {
    if (list == null || (list.size() >= least && list.size() <= most)) {
      return list;
    }
    Wrong wrong = list.size() < least ? Wrong.TOO_FEW : Wrong.TOO_MANY;
    return place.problem(rule, wrong, Json.of(list.size()));
  }

  /** A text, and nothing that only looks like one. */
  public static String text(Place place, Rule rule, Json found) {
    if (found instanceof Json.Text text) {
      return text.text();
    }
    return found == null ? null : place.problem(rule, Wrong.WRONG_TYPE, found);
  }

  /** True or false. */
  public static Boolean truth(Place place, Rule rule, Json found) {
    if (found instanceof Json.Truth truth) {
      return truth == Json.Truth.TRUE;
    }
    return found == null ? null : place.problem(rule, Wrong.WRONG_TYPE, found);
  }

  /** A value that may not be null, as it was said. */
  public static <T> T notNull(Place place, Rule rule, OrNull<T> found) {
    if (found == null) {
      return missing(place, rule, Missing.ABSENT);
    }
    return OrNull.isNull(found) ? missing(place, rule, Missing.NULL) : found.value();
  }

  /** Notes that parts are only there together, where one of them is there and another is not. */
  public static void incomplete(Place place, Rule rule, Object... parts) {
    // Where a part was refused, that has been said.
    if (Arrays.stream(parts).anyMatch(Objects::nonNull) && !place.isRefused()) {
      place.problem(rule, Wrong.INCOMPLETE, null);
    }
  }

  /** A status column; one that is missing reads as null. */
  public static Json column(Place place, List<Key> keys) {
    Json found = place.find(keys);
    return found == null ? Json.NULL : found;
  }

  /** Status columns that stand for no state. */
  public static <T> T noState(Place place, Rule rule, List<Json> columns) {
    return noState(place, rule, columns, null);
  }

  /** Status columns that stand for no state. */
  public static <T> T noState(Place place, Rule rule, List<Json> columns, ExceptionName exception) {
    return place.problem(rule, Wrong.UNKNOWN_CODE, new Json.Parts(columns), exception);
  }

  /** Our code for a foreign one. */
  public static <T> T decoded(Place place, Rule rule, Json found, Table<Json, T> table) {
    return decoded(place, rule, found, table, null);
  }

  /** Our code for a foreign one. */
  public static <T> T decoded(
      Place place, Rule rule, Json found, Table<Json, T> table, ExceptionName exception) {
    if (found == null) {
      return null;
    }
    T made = table.get(found);
    return made == null ? place.problem(rule, Wrong.UNKNOWN_CODE, found, exception) : made;
  }

  /** Our code for a foreign one, or one that is assumed. */
  public static <T> T decodedOr(
      Place place, Rule rule, Json found, Table<Json, T> table, T assumed) {
    return decodedOr(place, rule, found, table, assumed, null);
  }

  /**
   * Our code for a foreign one, or one that is assumed; that is a problem only where the charter
   * names an exception.
   */
  public static <T> T decodedOr(
      Place place,
      Rule rule,
      Json found,
      Table<Json, T> table,
      T assumed,
      ExceptionName exception) {
    if (found == null || table.has(found)) {
      return found == null ? null : table.get(found);
    }
    if (exception != null) {
      place.problem(rule.onField(), Wrong.UNKNOWN_CODE, found, exception);
    }
    return assumed;
  }

  /** The other code of a table, or the code itself where it is in no row. */
  public static String kept(String found, Table<String, String> table) {
    return found != null && table.has(found) ? table.get(found) : found;
  }

  /** The foreign code for ours; {@code null} in the table where the foreign form cannot say it. */
  public static <T, U> U encoded(Place place, Rule rule, T found, Table<T, U> table) {
    return encoded(place, rule, found, table, null);
  }

  /** The foreign code for ours; {@code null} in the table where the foreign form cannot say it. */
  public static <T, U> U encoded(
      Place place, Rule rule, T found, Table<T, U> table, ExceptionName exception) {
    if (found == null || table.has(found)) {
      return found == null ? null : table.get(found);
    }
    return place.problem(rule, Wrong.UNKNOWN_CODE, told(found), exception);
  }

  /** A code as a problem tells it. */
  private static Json told(Object found) {
    if (found instanceof HasJson value) {
      return value.toJson();
    }
    if (found instanceof Long whole) {
      return Json.of(whole.longValue());
    }
    if (found instanceof Boolean truth) {
      return Json.of(truth.booleanValue());
    }
    return Json.of(found instanceof BigDecimal number ? Texts.textOf(number) : found.toString());
  }

  /** What stands in a table for a value that has been looked for before. */
  public static <T, U> U lookedUp(T found, Table<T, U> table) {
    return found == null ? null : table.get(found);
  }

  /** A value that the payload must have. */
  public static void constant(Place place, Rule rule, Json found, Json expected) {
    if (found != null && !found.equals(expected)) {
      place.problem(rule, Wrong.UNKNOWN_CODE, found);
    }
  }

  /** A condition that must hold, or the message is refused. */
  public static void demand(Place place, Rule rule, boolean holds, ExceptionName exception) {
    if (!holds) {
      place.problem(rule, Wrong.NOT_AS_REQUIRED, null, exception);
    }
  }

  /** A field of what may not be there. */
  public static <T, U> U get(T of, Function<T, U> field) {
    return of == null ? null : field.apply(of);
  }

  /** The value where it is there, otherwise another one. */
  public static <T> T orElse(T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
