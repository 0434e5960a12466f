package charter.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A key of a payload; or, with qualifiers, the one part of a list that has these values.
 *
 * @param name the key
 * @param qualifiers what tells the part from its neighbours
 */
public record Key(String name, List<Qualifier> qualifiers) {

  /**
   * A value that a part must have.
   *
   * @param key the key of the value
   * @param is the value
   */
  public record Qualifier(String key, String is) {}

  /** Keys, one inside the other. */
  public static List<Key> path(Key... keys) {
    return List.of(keys);
  }

  /** Keys without qualifiers, one inside the other. */
  public static List<Key> path(String... names) {
    List<Key> path = new ArrayList<>();
    for (String name : names) {
      path.add(of(name));
    }
    return List.copyOf(path);
  }

  /** A key. */
  public static Key of(String name) {
    return new Key(name, List.of());
  }

  /** The key of a list, of which the part is meant that has this value. */
  public Key with(String key, String is) {
    List<Qualifier> all = new ArrayList<>(qualifiers);
    all.add(new Qualifier(key, is));
    return new Key(name, List.copyOf(all));
  }

  /**
   * What the key leads to; {@code null} where there is nothing. The first of several parts that a
   * qualifier fits.
   */
  Json in(Json of) {
    Json found = of == null ? null : of.member(name);
    if (qualifiers.isEmpty() || found == null) {
      return found;
    }
    if (found instanceof Json.Parts parts) {
      for (Json part : parts.list()) {
        if (fits(part)) {
          return part;
        }
      }
    }
    return null;
  }

  private boolean fits(Json part) {
    for (Qualifier qualifier : qualifiers) {
      Json value = part.member(qualifier.key);
      if (value == null || !value.is(qualifier.is)) {
        return false;
      }
    }
    return true;
  }

  /** Keys as a charter writes them. */
  static String written(List<Key> keys) {
    return keys.stream().map(Key::toString).collect(Collectors.joining("."));
  }

  @Override
  public String toString() {
    if (qualifiers.isEmpty()) {
      return name;
    }
    return qualifiers.stream()
        .map(pair -> pair.key + "=" + pair.is)
        .collect(Collectors.joining(",", name + "[", "]"));
  }
}
