import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints one JSON result for each verify case of a vector file: java RunVectors vectors.json */
final class RunVectors {
  private RunVectors() {}

  public static void main(String[] arguments) throws Exception {
    var file = Json.object(new Json(Files.readString(Path.of(arguments[0]))).value());
    for (var vector : Json.list(file.get("verify"))) {
      System.out.println(run(Json.object(vector)));
    }
  }

  private static String run(Map<String, Object> vector) {
    try {
      return vector.containsKey("keys") ? runStandard(vector) : runHarbor(vector);
    } catch (HarborSignature.SignatureException e) {
      return "{\"ok\":false,\"code\":\"%s\"}".formatted(e.code());
    }
  }

  private static String runHarbor(Map<String, Object> vector) throws HarborSignature.SignatureException {
    var verifier = new HarborSignature(texts(vector.get("secrets")), tolerance(vector), clock(vector));
    var delivery = vector.containsKey("header")
        ? verifier.verifyBody(body(vector), (String) vector.get("header"))
        : verifier.verify(body(vector), headers(vector));
    var ids = delivery.headersSigned()
        ? ",\"ids\":[%s,%s,%s]".formatted(
            quote(delivery.eventId()), quote(delivery.eventType()), quote(delivery.deliveryId()))
        : "";
    return "{\"ok\":true,\"timestamp\":%d,\"secret_index\":%d,\"headers_signed\":%b%s}".formatted(
        delivery.timestamp(), delivery.secretIndex(), delivery.headersSigned(), ids);
  }

  private static String runStandard(Map<String, Object> vector) throws HarborSignature.SignatureException {
    var delivery = new HarborSignature.Standard(texts(vector.get("keys")), tolerance(vector), clock(vector))
        .verify(body(vector), headers(vector));
    return "{\"ok\":true,\"id\":%s,\"timestamp\":%d,\"key_index\":%d}".formatted(
        quote(delivery.eventId()), delivery.timestamp(), delivery.secretIndex());
  }

  private static byte[] body(Map<String, Object> vector) {
    return Base64.getDecoder().decode((String) vector.get("body_base64"));
  }

  private static Duration tolerance(Map<String, Object> vector) {
    return Duration.ofSeconds((Long) vector.get("tolerance_seconds"));
  }

  private static Clock clock(Map<String, Object> vector) {
    return Clock.fixed(Instant.ofEpochMilli((Long) vector.get("now_ms")), ZoneOffset.UTC);
  }

  private static Map<String, List<String>> headers(Map<String, Object> vector) {
    var headers = new LinkedHashMap<String, List<String>>();
    for (var line : Json.list(vector.get("headers"))) {
      var pair = texts(line);
      headers.computeIfAbsent(pair.get(0), name -> new ArrayList<>()).add(pair.get(1));
    }
    return headers;
  }

  private static List<String> texts(Object list) {
    return Json.list(list).stream().map(String.class::cast).toList();
  }

  /** The ids of the vectors need no escapes. */
  private static String quote(String text) {
    return '"' + text + '"';
  }

  /** Reads the JSON of the vector files, which have whole numbers only: Java's library has no JSON. */
  private static final class Json {
    private final String text;
    private int position;

    Json(String text) {
      this.text = text;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
      return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object value) {
      return (List<Object>) value;
    }

    Object value() {
      return switch (peek()) {
        case '{' -> members();
        case '[' -> elements();
        case '"' -> string();
        case 't', 'f' -> literal().equals("true");
        default -> Long.valueOf(literal());
      };
    }

    private Map<String, Object> members() {
      var members = new LinkedHashMap<String, Object>();
      for (var next = opened(); next != '}'; next = separator()) {
        peek();
        var name = string();
        separator(); // the colon
        members.put(name, value());
      }
      return members;
    }

    private List<Object> elements() {
      var elements = new ArrayList<>();
      for (var next = opened(); next != ']'; next = separator()) {
        elements.add(value());
      }
      return elements;
    }

    /** Enters an object or a list. Returns its end if it is empty. */
    private char opened() {
      position++;
      var next = peek();
      if (next == '}' || next == ']') {
        position++;
      }
      return next;
    }

    private char separator() {
      var next = peek();
      position++;
      return next;
    }

    private String string() {
      var string = new StringBuilder();
      for (position++; text.charAt(position) != '"'; position++) {
        string.append(text.charAt(position) == '\\' ? escape() : text.charAt(position));
      }
      position++;
      return string.toString();
    }

    private char escape() {
      var escaped = text.charAt(++position);
      if (escaped != 'u') {
        return switch (escaped) {
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> escaped;
        };
      }
      position += 4;
      return (char) Integer.parseInt(text.substring(position - 3, position + 1), 16);
    }

    private String literal() {
      var start = position;
      while (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '-') {
        position++;
      }
      return text.substring(start, position);
    }

    /** The next character after white space. */
    private char peek() {
      while (Character.isWhitespace(text.charAt(position))) {
        position++;
      }
      return text.charAt(position);
    }
  }
}
