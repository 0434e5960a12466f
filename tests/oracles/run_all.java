import charter.runtime.HasJson;
import charter.runtime.Json;
import charter.runtime.Moment;
import charter.runtime.OrNull;
import charter.runtime.Problem;
import charter.runtime.Result;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs methods of mappings on payloads, and writes what came out in one line for each. */
public final class RunAll {
  private RunAll() {}

  /** Takes a file of vectors and one for the results. */
  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    List<String> lines = new ArrayList<>();
    for (Json vector : parts(Json.parse(Files.readString(Path.of(arguments[0]))))) {
      Class<?> of = Class.forName(text(vector.member("class")));
      List<Method> methods = new ArrayList<>();
      for (Json name : parts(vector.member("methods"))) {
        for (Method method : of.getMethods()) {
          if (method.getName().equals(text(name))) {
            methods.add(method);
          }
        }
      }
      for (Json payload : parts(vector.member("payloads"))) {
        lines.add(new Json.Parts(run(methods, Json.parse(text(payload)))).toString());
      }
    }
    Files.write(Path.of(arguments[1]), lines);
  }

  private static List<Json> run(List<Method> methods, Json payload) {
    List<Json> outcomes = new ArrayList<>();
    Object value = null;
    for (Method method : methods) {
      try {
        Class<?> takes = method.getParameterTypes()[0];
        Json json = value == null ? payload : ((HasJson) value).toJson();
        Object given = takes.isInstance(value) ? value : made(json, takes);
        Result<?> result = (Result<?>) method.invoke(null, given);
        value = result instanceof Result.Made<?> made ? made.value() : null;
        outcomes.add(told(result.problems(), value));
      } catch (ReflectiveOperationException | RuntimeException error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        outcomes.add(Json.members().add("ok", false).add("thrown", String.valueOf(cause)).build());
        value = null;
      }
      if (value == null) {
        break;
      }
    }
    return outcomes;
  }

  private static Json told(List<Problem> problems, Object value) {
    Json.Builder told = Json.members().add("ok", value != null);
    if (value instanceof HasJson made) {
      told.add("value", made);
    }
    return told.put("problems", new Json.Parts(problems.stream().map(Json::of).toList())).build();
  }

  private static List<Json> parts(Json list) {
    return ((Json.Parts) list).list();
  }

  private static String text(Json text) {
    return ((Json.Text) text).text();
  }

  /** A value of a type, made of its form in JSON. */
  private static Object made(Json json, Type type) throws ReflectiveOperationException {
    if (json == null || type == Json.class) {
      return json;
    }
    if (type instanceof ParameterizedType generic) {
      Type inner = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == OrNull.class) {
        return json.isNull() ? OrNull.saidNull() : OrNull.of(made(json, inner));
      }
      List<Object> list = new ArrayList<>();
      for (Json part : parts(json)) {
        list.add(made(part, inner));
      }
      return list;
    }
    if (type == long.class || type == Long.class) {
      return Long.valueOf(json.toString());
    }
    if (type == boolean.class || type == Boolean.class) {
      return json.is(true);
    }
    if (type == BigDecimal.class) {
      return new BigDecimal(json instanceof Json.Text text ? text.text() : json.toString());
    }
    Class<?> of = (Class<?>) type;
    if (json instanceof Json.Members members) {
      return record(members.map(), of);
    }
    String said = text(json);
    if (of == String.class) {
      return said;
    }
    if (of == LocalDate.class || of == LocalDateTime.class || of == Moment.class) {
      return of.getMethod("parse", of == Moment.class ? String.class : CharSequence.class).invoke(null, said);
    }
    return of.getMethod("of", String.class).invoke(null, said);
  }

  private static Object record(Map<String, Json> members, Class<?> of)
      throws ReflectiveOperationException {
    RecordComponent[] components = of.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int at = 0; at < components.length; at += 1) {
      types[at] = components[at].getType();
      for (Map.Entry<String, Json> member : members.entrySet()) {
        if (member.getKey().replace("-", "").equalsIgnoreCase(components[at].getName())) {
          values[at] = made(member.getValue(), components[at].getGenericType());
        }
      }
    }
    return of.getDeclaredConstructor(types).newInstance(values);
  }
}
