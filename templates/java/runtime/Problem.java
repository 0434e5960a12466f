package charter.runtime;

import charter.ExceptionName;

/**
 * One thing that went wrong, as data.
 *
 * @param exception the exception that the charter names for it; {@code null} where it names none
 * @param wrong what is wrong
 * @param scope what it sets aside
 * @param source where the value comes from, as {@code line_items[2].sku}
 * @param target where it was to go, as {@code lines[1].sku}
 * @param value the value as it came; {@code null} where there is none
 * @param charter the line of the charter that asks for it
 */
public record Problem(
    ExceptionName exception,
    Wrong wrong,
    Scope scope,
    String source,
    String target,
    Json value,
    String charter)
    implements HasJson {

  @Override
  public Json toJson() {
    return Json.members()
        .put("exception", exception == null ? Json.NULL : exception.toJson())
        .add("wrong", wrong.word())
        .add("scope", scope.word())
        .add("source", source)
        .add("target", target)
        .put("value", value)
        .add("charter", charter)
        .build();
  }
}
