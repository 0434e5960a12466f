package charter.runtime;

/** One end of a text. */
public enum Side {
  LEFT,
  RIGHT
}
