package charter.runtime;

/** What happens with a local time that exists twice, because the clocks were put back. */
public enum Overlap {
  FIRST,
  SECOND,
  RAISE
}
