import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies webhooks that Harbor signs: Harbor-Signature (v1 and v2) and Standard Webhooks 1.0 (v1 and v1a).
 *
 * <p>One file, Java 17 or newer, standard library only: copy it into your project. The rules are specified in
 * https://github.com/harbor-webhooks/harbor/blob/main/docs/spec/README.md.
 *
 * <pre>{@code
 * var verifier = new HarborSignature(System.getenv("HARBOR_SIGNING_SECRET"));
 * var delivery = verifier.verify(body, headers);
 * if (delivery.headersSigned()) {
 *   handle(delivery.eventId(), delivery.eventType(), body);
 * }
 * }</pre>
 *
 * <p>Headers are a map by name, in any case, to the lines of that header. Instances are immutable and safe for
 * concurrent use.
 *
 * <p>SPDX-License-Identifier: Apache-2.0
 */
public final class HarborSignature {
  public static final Duration DEFAULT_TOLERANCE = Duration.ofSeconds(300);

  private static final int MIN_SECRET_BYTES = 16;
  private static final int MAX_STANDARD_SECRET_BYTES = 64;
  private static final int PUBLIC_KEY_BYTES = 32;
  private static final int MAX_ID_CHARACTERS = 1_024;
  private static final int MAX_HEADER_CHARACTERS = 8_192;
  /** Verifying Ed25519 is expensive: a forged header must not cost many of them. */
  private static final int MAX_V1A_SIGNATURES = 8;

  private static final Pattern TIMESTAMP = Pattern.compile("0|[1-9][0-9]{0,11}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern STANDARD_V1 = Pattern.compile("v1,[A-Za-z0-9+/]{43}=");
  private static final Pattern STANDARD_V1A = Pattern.compile("v1a,[A-Za-z0-9+/]{86}==");
  /** A public key in DER is this and its 32 bytes (RFC 8410). */
  private static final byte[] ED25519_DER_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final List<byte[]> secrets;
  private final Age age;

  /** Verifies with a destination's secret, or with several of which one has to match. */
  public HarborSignature(String... secrets) throws SignatureException {
    this(List.of(secrets), DEFAULT_TOLERANCE, Clock.systemUTC());
  }

  /**
   * @param tolerance how far the timestamp may be from now, in the past and in the future
   * @throws SignatureException with {@link Code#SECRET_INVALID}
   */
  public HarborSignature(List<String> secrets, Duration tolerance, Clock clock) throws SignatureException {
    // An empty secret would accept every forged request. The key is the text of the whole secret, prefix included.
    this.secrets = secrets.stream().map(secret -> secret.getBytes(UTF_8)).toList();
    var isUsable = this.secrets.stream().allMatch(key -> key.length >= MIN_SECRET_BYTES)
        && secrets.stream().allMatch(secret -> secret.equals(secret.strip()));
    if (secrets.isEmpty() || !isUsable) {
      throw new SignatureException(Code.SECRET_INVALID);
    }
    this.age = new Age(tolerance, clock);
  }

  /** Verifies the bytes of a request with its headers. */
  public Delivery verify(byte[] body, Map<String, List<String>> headers) throws SignatureException {
    var ids = Stream.of("harbor-event-id", "harbor-event-type", "harbor-delivery-id")
        .map(name -> orEmpty(value(headers, name)))
        .toList();
    return verify(body, value(headers, "harbor-signature"), ids);
  }

  /** Verifies with the value of Harbor-Signature alone. It proves body and time; v2 is not checked. */
  public Delivery verifyBody(byte[] body, String signature) throws SignatureException {
    return verify(body, signature, null);
  }

  private Delivery verify(byte[] body, String header, List<String> ids) throws SignatureException {
    var delivery = match(Parts.parse(header), body, ids);
    age.check(delivery.timestamp());
    return delivery;
  }

  /** Finds the first secret for which v1, and v2 if it is checked, match. */
  private Delivery match(Parts parts, byte[] body, List<String> ids) throws SignatureException {
    var timestamp = Long.parseLong(parts.t());
    var failure = Code.SIGNATURE_MISMATCH;
    for (var index = 0; index < secrets.size(); index++) {
      var secret = secrets.get(index);
      var digest = hex(hmac(secret, parts.t() + ".", body));
      if (!anyEqual(parts.v1(), digest)) {
        continue;
      }
      if (ids == null || !parts.hasV2()) {
        return new Delivery(timestamp, index, false, null, null, null);
      }
      if (ids.contains("")) {
        throw new SignatureException(Code.HEADERS_MISSING);
      }
      var eventId = ids.get(0);
      var eventType = ids.get(1);
      var deliveryId = ids.get(2);
      var content = String.join("\n", parts.t(), eventId, deliveryId, eventType, digest);
      if (anyEqual(parts.v2(), hex(hmac(secret, content)))) {
        return new Delivery(timestamp, index, true, eventId, eventType, deliveryId);
      }
      failure = Code.HEADERS_MISMATCH; // The body is genuine, but another secret may match v2 as well.
    }
    throw new SignatureException(failure);
  }

  /** Verifies requests of any sender that follows Standard Webhooks 1.0. The signature proves id, time and body. */
  public static final class Standard {
    private final List<StandardKey> keys = new ArrayList<>();
    private final Age age;

    /** Verifies with a secret (whsec_…) or a public key (whpk_…), or with several of which one has to match. */
    public Standard(String... keys) throws SignatureException {
      this(List.of(keys), DEFAULT_TOLERANCE, Clock.systemUTC());
    }

    /**
     * @param tolerance how far the timestamp may be from now, in the past and in the future
     * @throws SignatureException with {@link Code#SECRET_INVALID}
     */
    public Standard(List<String> keys, Duration tolerance, Clock clock) throws SignatureException {
      if (keys.isEmpty()) {
        throw new SignatureException(Code.SECRET_INVALID);
      }
      for (var key : keys) {
        this.keys.add(StandardKey.parse(key));
      }
      this.age = new Age(tolerance, clock);
    }

    /** Verifies the bytes of a request with its headers. */
    public Delivery verify(byte[] body, Map<String, List<String>> headers) throws SignatureException {
      var request = StandardRequest.parse(headers);
      var timestamp = Long.parseLong(request.timestamp());
      for (var index = 0; index < keys.size(); index++) {
        if (keys.get(index).matches(request, body)) {
          age.check(timestamp);
          return new Delivery(timestamp, index, false, request.id(), null, null);
        }
      }
      throw new SignatureException(Code.SIGNATURE_MISMATCH);
    }
  }

  /**
   * The facts that a valid signature proves. A field that it does not prove is null.
   *
   * @param timestamp when the attempt was signed, in Unix seconds
   * @param secretIndex position of the secret or key that matched
   * @param headersSigned whether event id, event type and delivery id are those that were signed
   */
  public record Delivery(
      long timestamp, int secretIndex, boolean headersSigned, String eventId, String eventType, String deliveryId) {}

  /** Why a request is not accepted. */
  public enum Code {
    SIGNATURE_MISSING,
    SIGNATURE_MALFORMED,
    SIGNATURE_MISMATCH,
    SIGNATURE_STALE,
    HEADERS_MISSING,
    HEADERS_MISMATCH,
    /** A fault of the receiver. */
    SECRET_INVALID;

    /** The stable code that every implementation uses, such as {@code signature_stale}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A request that is not accepted. Do not send the code to the caller. */
  public static final class SignatureException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Code code;

    SignatureException(Code code) {
      super(code.toString().replace('_', ' '));
      this.code = code;
    }

    public Code code() {
      return code;
    }
  }

  private record Age(Duration tolerance, Clock clock) {
    /** Called after the signature has matched, so that only a genuine request is reported as stale. */
    void check(long timestamp) throws SignatureException {
      if (Math.abs(clock.instant().getEpochSecond() - timestamp) > tolerance.toSeconds()) {
        throw new SignatureException(Code.SIGNATURE_STALE);
      }
    }
  }

  /** The well-formed parts of Harbor-Signature. */
  private record Parts(String t, List<String> v1, List<String> v2, boolean hasV2) {
    static Parts parse(String value) throws SignatureException {
      if (value == null || value.isBlank()) {
        throw new SignatureException(Code.SIGNATURE_MISSING);
      }
      var t = new ArrayList<String>();
      var v1 = new ArrayList<String>();
      var v2 = new ArrayList<String>();
      var byName = Map.of("t", t, "v1", v1, "v2", v2);
      for (var part : value.split(",")) {
        var pair = trimBlanks(part).split("=", 2);
        if (pair.length == 2 && byName.containsKey(pair[0])) {
          byName.get(pair[0]).add(pair[1]);
        }
      }
      var digests = matching(DIGEST, v1);
      if (t.size() != 1 || !TIMESTAMP.matcher(t.get(0)).matches() || digests.isEmpty()) {
        throw new SignatureException(Code.SIGNATURE_MALFORMED);
      }
      return new Parts(t.get(0), digests, matching(DIGEST, v2), !v2.isEmpty());
    }

    /** Spaces and tabs: strip() would also remove line feeds. */
    private static String trimBlanks(String text) {
      int start = 0;
      int end = text.length();
      while (start < end && isBlank(text.charAt(start))) {
        start++;
      }
      while (end > start && isBlank(text.charAt(end - 1))) {
        end--;
      }
      return text.substring(start, end);
    }

    private static boolean isBlank(char character) {
      return character == ' ' || character == '\t';
    }
  }

  /** The headers of Standard Webhooks, with the well-formed signatures of each version. */
  private record StandardRequest(String id, String timestamp, List<String> v1, List<String> v1a) {
    static StandardRequest parse(Map<String, List<String>> headers) throws SignatureException {
      var isWebhook = Stream.of("webhook-id", "webhook-timestamp", "webhook-signature")
          .anyMatch(name -> value(headers, name) != null);
      // Never a mix: a caller could replace one header that a proxy has checked.
      var prefix = isWebhook ? "webhook-" : "svix-";
      var id = orEmpty(value(headers, prefix + "id"));
      var timestamp = orEmpty(value(headers, prefix + "timestamp"));
      var signature = orEmpty(value(headers, prefix + "signature"));
      if (signature.isEmpty()) {
        throw new SignatureException(Code.SIGNATURE_MISSING);
      }
      if (id.isEmpty() || timestamp.isEmpty()) {
        throw new SignatureException(Code.HEADERS_MISSING);
      }
      var parts = List.of(signature.split(" "));
      var v1 = matching(STANDARD_V1, parts);
      var v1a = matching(STANDARD_V1A, parts);
      var isTooLong = id.length() > MAX_ID_CHARACTERS || signature.length() > MAX_HEADER_CHARACTERS;
      if (isTooLong || !TIMESTAMP.matcher(timestamp).matches() || v1.isEmpty() && v1a.isEmpty()) {
        throw new SignatureException(Code.SIGNATURE_MALFORMED);
      }
      return new StandardRequest(id, timestamp, v1, v1a.stream().limit(MAX_V1A_SIGNATURES).toList());
    }

    String head() {
      return id + "." + timestamp + ".";
    }
  }

  /** Tried on the signatures of its own version only. */
  private sealed interface StandardKey {
    boolean matches(StandardRequest request, byte[] body);

    /** The key is decoded: whsec_ (optional) and 16 to 64 bytes, or whpk_ and 32 bytes. */
    static StandardKey parse(String text) throws SignatureException {
      var isPublic = text.startsWith("whpk_");
      var bytes = decodeBase64(text.replaceFirst(isPublic ? "^whpk_" : "^whsec_", ""));
      if (isPublic && bytes.length == PUBLIC_KEY_BYTES) {
        return new Ed25519Key(bytes);
      }
      if (!isPublic && bytes.length >= MIN_SECRET_BYTES && bytes.length <= MAX_STANDARD_SECRET_BYTES) {
        return new HmacKey(bytes);
      }
      throw new SignatureException(Code.SECRET_INVALID);
    }
  }

  private record HmacKey(byte[] secret) implements StandardKey {
    @Override
    public boolean matches(StandardRequest request, byte[] body) {
      var digest = hmac(secret, request.head(), body);
      return anyEqual(request.v1(), "v1," + Base64.getEncoder().encodeToString(digest));
    }
  }

  private record Ed25519Key(byte[] bytes) implements StandardKey {
    @Override
    public boolean matches(StandardRequest request, byte[] body) {
      return request.v1a().stream()
          .map(text -> decodeBase64(text.substring("v1a,".length())))
          .anyMatch(signature -> verifies(signature, request, body));
    }

    private boolean verifies(byte[] signature, StandardRequest request, byte[] body) {
      try {
        var encoded = new X509EncodedKeySpec(concatenate(ED25519_DER_PREFIX, bytes));
        var ed25519 = Signature.getInstance("Ed25519");
        ed25519.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(encoded));
        ed25519.update(request.head().getBytes(UTF_8));
        ed25519.update(body);
        return ed25519.verify(signature);
      } catch (GeneralSecurityException e) {
        return false; // The key is not a point of the curve, or the signature is out of range.
      }
    }
  }

  /** Null if missing. The lines of a repeated header are joined as in HTTP, so that a repeated header is detected. */
  private static String value(Map<String, List<String>> headers, String name) {
    var lines = new ArrayList<String>();
    headers.forEach((key, values) -> {
      if (name.equalsIgnoreCase(key)) {
        lines.addAll(values);
      }
    });
    return lines.isEmpty() ? null : String.join(", ", lines);
  }

  private static String orEmpty(String value) {
    return value == null ? "" : value;
  }

  private static List<String> matching(Pattern form, List<String> texts) {
    return texts.stream().filter(form.asMatchPredicate()).toList();
  }

  /** Compares with each signature in constant time, without stopping at the one that matches. */
  private static boolean anyEqual(List<String> signatures, String expected) {
    var found = false;
    for (var signature : signatures) {
      found |= MessageDigest.isEqual(signature.getBytes(UTF_8), expected.getBytes(UTF_8));
    }
    return found;
  }

  private static byte[] hmac(byte[] key, String head, byte... rest) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(head.getBytes(UTF_8));
      return mac.doFinal(rest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256.", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Strict, padding optional: empty for text that does not encode to itself. */
  private static byte[] decodeBase64(String text) {
    try {
      var bytes = Base64.getDecoder().decode(text);
      var isCanonical = text.equals(Base64.getEncoder().encodeToString(bytes))
          || text.equals(Base64.getEncoder().withoutPadding().encodeToString(bytes));
      return isCanonical ? bytes : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] concatenate(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
