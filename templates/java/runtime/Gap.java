package charter.runtime;

/** What happens with a local time that does not exist, because the clocks were put forward. */
public enum Gap {
  LATER,
  EARLIER,
  RAISE
}
