package charter.runtime;

/** What has a form in JSON. */
public interface HasJson {
  /** Its form in JSON. */
  Json toJson();
}
