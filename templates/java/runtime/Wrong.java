package charter.runtime;

/** What is wrong with a value. */
public enum Wrong {
  ABSENT("absent"),
  NULL("null"),
  EMPTY("empty"),
  WRONG_TYPE("wrong-type"),
  WRONG_FORM("wrong-form"),
  NOT_EXACT("not-exact"),
  TOO_LONG("too-long"),
  TOO_SHORT("too-short"),
  TOO_MANY_DIGITS("too-many-digits"),
  OUT_OF_RANGE("out-of-range"),
  NOT_DIVISIBLE("not-divisible"),
  UNKNOWN_CODE("unknown-code"),
  WRONG_CHECK_DIGIT("wrong-check-digit"),
  TOO_FEW("too-few"),
  TOO_MANY("too-many"),
  INCOMPLETE("incomplete"),
  NOT_AS_REQUIRED("not-as-required");

  private final String word;

  Wrong(String word) {
    this.word = word;
  }

  /** How every target says it. */
  public String word() {
    return word;
  }
}
