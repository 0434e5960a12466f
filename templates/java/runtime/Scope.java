package charter.runtime;

/** What a problem sets aside, while the rest goes on. */
public enum Scope {
  FIELD("field"),
  LINE("line"),
  DOCUMENT("document"),
  INTERCHANGE("interchange");

  private final String word;

  Scope(String word) {
    this.word = word;
  }

  /** How the charter says it. */
  public String word() {
    return word;
  }
}
