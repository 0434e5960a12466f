package charter.runtime;

/** Three different ways of not being there. */
public enum Missing {
  ABSENT,
  NULL,
  EMPTY
}
