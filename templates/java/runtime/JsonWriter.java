package charter.runtime;

import java.util.Map;

/** Writes JSON without spaces, members in their order. */
final class JsonWriter {
  private JsonWriter() {}

  /** The text of a value. */
  static String write(Json value) {
    StringBuilder made = new StringBuilder();
    write(value, made);
    return made.toString();
  }

  private static void write(Json value, StringBuilder made) {
    if (value instanceof Json.Text text) {
      write(text.text(), made);
    } else if (value instanceof Json.Parts parts) {
      String before = "[";
      for (Json part : parts.list()) {
        made.append(before);
        write(part, made);
        before = ",";
      }
      made.append(parts.list().isEmpty() ? "[]" : "]");
    } else if (value instanceof Json.Members members) {
      String before = "{";
      for (Map.Entry<String, Json> member : members.map().entrySet()) {
        made.append(before);
        write(member.getKey(), made);
        made.append(':');
        write(member.getValue(), made);
        before = ",";
      }
      made.append(members.map().isEmpty() ? "{}" : "}");
    } else {
      made.append(value);
    }
  }

  private static void write(String text, StringBuilder made) {
    made.append('"');
    for (int index = 0; index < text.length(); index += 1) {
      char c = text.charAt(index);
      switch (c) {
        case '"' -> made.append("\\\"");
        case '\\' -> made.append("\\\\");
        case '\n' -> made.append("\\n");
        case '\r' -> made.append("\\r");
        case '\t' -> made.append("\\t");
        default -> {
          if (c < ' ') {
            made.append(String.format("\\u%04x", (int) c));
          } else {
            made.append(c);
          }
        }
      }
    }
    made.append('"');
  }
}
