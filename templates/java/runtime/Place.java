package charter.runtime;

import charter.ExceptionName;
import java.util.ArrayList;
import java.util.List;

/** A part of a payload and of the object that it stands for. */
public final class Place {

  /** All problems of one run, and whether they leave anything to go on with. */
  private static final class Report {
    private final List<Problem> problems = new ArrayList<>();
    private final boolean reads;
    private boolean refused;

    private Report(boolean reads) {
      this.reads = reads;
    }
  }

  private final Report report;
  /** The part of the payload when reading; {@code null} when it is missing, or when writing. */
  private final Json part;
  private final Place above;
  /**
   * The rule that leads here, and the position in the payload and in the object where this is a
   * line.
   */
  private final Rule rule;
  private final int foreignLine;
  private final int fieldLine;
  /** Whether a problem has set the line aside. */
  private boolean failed;

  private Place(Report report, Json part, Place above, Rule rule, int foreignLine, int fieldLine) {
    this.report = report;
    this.part = part;
    this.above = above;
    this.rule = rule;
    this.foreignLine = foreignLine;
    this.fieldLine = fieldLine;
  }

  /** The whole of a payload that is read. */
  static Place ofPayload(Json payload) {
    return new Place(new Report(true), payload, null, null, -1, -1);
  }

  /** The whole of an object that is written. */
  static Place ofObject() {
    return new Place(new Report(false), null, null, null, -1, -1);
  }

  /** Whether the part is not there; whoever found that out has reported it. */
  boolean isMissing() {
    return part == null;
  }

  /** Whether a problem has set the whole document aside. */
  boolean isRefused() {
    return report.refused;
  }

  /** The value that the keys lead to; {@code null} when there is none. */
  Json find(List<Key> keys) {
    Json found = part;
    for (Key key : keys) {
      found = key.in(found);
    }
    return found;
  }

  /** A part inside this one. */
  Place inside(Rule rule, Json part) {
    return new Place(report, part, this, rule, -1, -1);
  }

  /** One line of a list: its position in the payload, and in the object. */
  Place line(Rule rule, Json part, int foreign, int field) {
    return new Place(report, part, this, rule, foreign, field);
  }

  /** Takes note of a problem; {@code null} stands for the value that there is not. */
  <T> T problem(Rule rule, Wrong wrong, Json value, ExceptionName exception) {
    String foreign = path(true, Key.written(rule.foreign()));
    String field = path(false, rule.field());
    String source = report.reads ? foreign : field;
    String target = report.reads ? field : foreign;
    report.problems.add(
        new Problem(exception, wrong, rule.scope(), source, target, value, rule.charter()));
    Place line = rule.scope() == Scope.LINE ? nearestLine() : null;
    if (line != null) {
      line.failed = true;
    } else if (rule.scope() != Scope.FIELD) {
      report.refused = true;
    }
    return null;
  }

  /** Takes note of a problem for which the charter names no exception. */
  <T> T problem(Rule rule, Wrong wrong, Json value) {
    return problem(rule, wrong, value, null);
  }

  /** The line, unless a problem has set it aside. */
  <T> T kept(T line) {
    return failed ? null : line;
  }

  /** What came out of the whole. */
  <T> Result<T> result(T value) {
    List<Problem> problems = List.copyOf(report.problems);
    return report.refused || value == null
        ? new Result.Refused<>(problems)
        : new Result.Made<>(value, problems);
  }

  private Place nearestLine() {
    Place at = this;
    while (at != null && at.fieldLine < 0) {
      at = at.above;
    }
    return at;
  }

  private String path(boolean isForeign, String rest) {
    String path = rest;
    for (Place at = this; at.rule != null; at = at.above) {
      String step = isForeign ? Key.written(at.rule.foreign()) : at.rule.field();
      int line = isForeign ? at.foreignLine : at.fieldLine;
      String here = line < 0 ? step : step + "[" + line + "]";
      path = here.isEmpty() || path.isEmpty() ? here + path : here + "." + path;
    }
    return path;
  }
}
