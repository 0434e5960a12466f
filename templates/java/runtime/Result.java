package charter.runtime;

import java.util.List;

/** What came out, and everything that went wrong on the way. */
public sealed interface Result<T> {

  /** Everything that went wrong. */
  List<Problem> problems();

  /**
   * Something came out; problems have set at most fields and lines of it aside.
   *
   * @param value what came out
   * @param problems everything that went wrong
   */
  record Made<T>(T value, List<Problem> problems) implements Result<T> {}

  /**
   * The whole document is set aside.
   *
   * @param problems everything that went wrong
   */
  record Refused<T>(List<Problem> problems) implements Result<T> {}
}
