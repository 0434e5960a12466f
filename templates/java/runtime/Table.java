package charter.runtime;

import java.util.HashMap;
import java.util.Map;

/**
 * A table of codes: what stands on one side and on the other, row by row. The first row of several
 * counts.
 */
public final class Table<K, V> {
  private final Map<K, V> rows = new HashMap<>();

  /** Adds a row; {@code null} on the other side where the other form cannot say it. */
  public Table<K, V> row(K from, V to) {
    if (!rows.containsKey(from)) {
      rows.put(from, to);
    }
    return this;
  }

  boolean has(K from) {
    return rows.containsKey(from);
  }

  V get(K from) {
    return rows.get(from);
  }
}
