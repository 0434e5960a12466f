package charter.runtime;

import charter.ExceptionName;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One line of the charter: which value of a payload is which field of the object.
 *
 * @param charter where it stands
 * @param foreign the keys that lead to the value, from the part of the payload at hand
 * @param field the field, from the part of the object at hand
 * @param scope what a problem sets aside
 * @param skips what may be, and leaves the field absent
 * @param raises what is raised when it is missing all the same
 */
public record Rule(
    String charter,
    List<Key> foreign,
    String field,
    Scope scope,
    Set<Missing> skips,
    Map<Missing, ExceptionName> raises) {

  /** A rule of a value that must be there. */
  public static Rule of(String charter, List<Key> foreign, String field, Scope scope) {
    return new Rule(charter, foreign, field, scope, Set.of(), Map.of());
  }

  /** The rule of a value that may be missing in these ways. */
  public Rule skipping(Missing... ways) {
    return new Rule(charter, foreign, field, scope, Set.of(ways), raises);
  }

  /** The rule of a value that raises an exception when it is missing in a way. */
  public Rule raising(Missing way, ExceptionName exception) {
    Map<Missing, ExceptionName> all = new EnumMap<>(Missing.class);
    all.putAll(raises);
    all.put(way, exception);
    return new Rule(charter, foreign, field, scope, skips, all);
  }

  /** The rule with a problem that sets only the field aside. */
  Rule onField() {
    return new Rule(charter, foreign, field, Scope.FIELD, skips, raises);
  }

  /** The rule of a part as a whole. */
  Rule here() {
    return new Rule(charter, List.of(), "", scope, skips, raises);
  }

  /** Whether an empty value is something of its own. */
  boolean mindsEmpty() {
    return skips.contains(Missing.EMPTY) || raises.containsKey(Missing.EMPTY);
  }
}
