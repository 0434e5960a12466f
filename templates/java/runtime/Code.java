package charter.runtime;

/** A code of a list, a state or the name of an exception. */
public interface Code extends HasJson {
  /** How it is said. */
  String code();

  @Override
  default Json toJson() {
    return Json.of(code());
  }
}
