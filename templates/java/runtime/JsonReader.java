package charter.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON by RFC 8259. */
final class JsonReader {
  private static final int MOST_DEPTH = 128;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  /** The one value that the text is. */
  Json whole() {
    Json value = value();
    skipSpace();
    if (at < text.length()) {
      throw wrong("the end is expected");
    }
    return value;
  }

  private Json value() {
    skipSpace();
    return switch (peek()) {
      case '{' -> members();
      case '[' -> parts();
      case '"' -> Json.of(string());
      case 't' -> word("true", Json.of(true));
      case 'f' -> word("false", Json.of(false));
      case 'n' -> word("null", Json.NULL);
      default -> number();
    };
  }

  private Json members() {
    enter();
    Map<String, Json> map = new LinkedHashMap<>();
    if (!closes('}')) {
      do {
        skipSpace();
        if (peek() != '"') {
          throw wrong("a name is expected");
        }
        String name = string();
        skipSpace();
        expect(':');
        map.put(name, value());
      } while (goesOn('}'));
    }
    depth -= 1;
    return new Json.Members(map);
  }

  private Json parts() {
    enter();
    List<Json> list = new ArrayList<>();
    if (!closes(']')) {
      do {
        list.add(value());
      } while (goesOn(']'));
    }
    depth -= 1;
    return new Json.Parts(list);
  }

  private void enter() {
    at += 1;
    depth += 1;
    if (depth > MOST_DEPTH) {
      throw wrong("there are more than " + MOST_DEPTH + " levels");
    }
  }

  private boolean closes(char end) {
    skipSpace();
    boolean closes = peek() == end;
    at += closes ? 1 : 0;
    return closes;
  }

  private boolean goesOn(char end) {
    if (closes(end)) {
      return false;
    }
    expect(',');
    return true;
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) {
      throw wrong("a value is expected");
    }
    at += word.length();
    return value;
  }

  private Json number() {
    int start = at;
    if (peek() == '-') {
      at += 1;
    }
    if (peek() == '0') {
      at += 1;
    } else {
      digits();
    }
    if (peek() == '.') {
      at += 1;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at += 1;
      if (peek() == '+' || peek() == '-') {
        at += 1;
      }
      digits();
    }
    return new Json.Number(text.substring(start, at));
  }

  private void digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at += 1;
    }
    if (at == start) {
      throw wrong("a digit is expected");
    }
  }

  private String string() {
    at += 1;
    int start = at;
    StringBuilder made = null;
    while (true) {
      char c = next();
      if (c == '"') {
        String end = text.substring(start, at - 1);
        return checked(made == null ? end : made.append(end).toString());
      }
      if (c < ' ') {
        throw wrong("a control character must be escaped");
      }
      if (c == '\\') {
        made = made == null ? new StringBuilder() : made;
        made.append(text, start, at - 1).append(escaped());
        start = at;
      }
    }
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexadecimal();
      default -> throw wrong("there is no such escape");
    };
  }

  private char hexadecimal() {
    int made = 0;
    for (int count = 0; count < 4; count += 1) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw wrong("a hexadecimal digit is expected");
      }
      made = made * 16 + digit;
    }
    return (char) made;
  }

  /** The text, in which no half of a character stands alone. */
  private String checked(String made) {
    for (int index = 0; index < made.length(); index += 1) {
      char c = made.charAt(index);
      if (Character.isSurrogate(c)) {
        index += 1;
        if (index == made.length() || !Character.isSurrogatePair(c, made.charAt(index))) {
          throw wrong("half of a character stands alone");
        }
      }
    }
    return made;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at += 1;
    }
  }

  /** The character at hand; zero at the end, which is no character of JSON outside of texts. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private char next() {
    if (at >= text.length()) {
      throw wrong("the text ends too early");
    }
    at += 1;
    return text.charAt(at - 1);
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      at -= 1;
      throw wrong("`" + wanted + "` is expected");
    }
  }

  private IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException("no JSON: " + why + " at character " + (at + 1));
  }
}
