# frozen_string_literal: true

# Verifies webhooks that Harbor signs: Harbor-Signature (v1 and v2) and Standard Webhooks 1.0 (v1 and v1a).
#
# One file, Ruby 3.1 or newer, standard library only: copy it into your project.
# https://github.com/harbor-webhooks/harbor/blob/main/docs/spec/README.md specifies the rules.
#
#   delivery = HarborSignature.verify(request.raw_post, headers, [secret])
#   handle(delivery.event_id, delivery.event_type) if delivery.headers_signed
#
# SPDX-License-Identifier: Apache-2.0

require "openssl"

module HarborSignature
  DEFAULT_TOLERANCE_SECONDS = 300

  MIN_SECRET_BYTES = 16
  MAX_STANDARD_SECRET_BYTES = 64
  PUBLIC_KEY_BYTES = 32
  MAX_ID_BYTES = 1_024
  MAX_HEADER_BYTES = 8_192
  # Verifying Ed25519 is expensive: a forged header must not cost many of them.
  MAX_V1A_SIGNATURES = 8

  # From the first to the last character that is not a space or a tab: strip would also remove line feeds.
  TRIMMED = /[^ \t](?:.*[^ \t])?/m
  TIMESTAMP = /\A(?:0|[1-9][0-9]{0,11})\z/
  DIGEST = /\A[0-9a-f]{64}\z/
  STANDARD_V1 = %r{\Av1,[A-Za-z0-9+/]{43}=\z}
  STANDARD_V1A = %r{\Av1a,[A-Za-z0-9+/]{86}==\z}
  # A public key in DER is this and its 32 bytes (RFC 8410).
  ED25519_DER_PREFIX = ["302a300506032b6570032100"].pack("H*")

  private_constant :MIN_SECRET_BYTES, :MAX_STANDARD_SECRET_BYTES, :PUBLIC_KEY_BYTES, :MAX_ID_BYTES, :MAX_HEADER_BYTES,
                   :MAX_V1A_SIGNATURES, :TRIMMED, :TIMESTAMP, :DIGEST, :STANDARD_V1, :STANDARD_V1A, :ED25519_DER_PREFIX

  # A request that is not accepted. The code is a stable symbol; do not send it to the caller.
  class Error < StandardError
    attr_reader :code

    def initialize(code)
      @code = code
      super(code.to_s.tr("_", " "))
    end
  end

  # The facts that a valid signature proves. A field that it does not prove is nil. The timestamp is in Unix seconds,
  # secret_index the position of the secret or key that matched. With headers_signed, the three ids are those that
  # were signed.
  Delivery = Struct.new(
    :timestamp, :secret_index, :headers_signed, :event_id, :event_type, :delivery_id, keyword_init: true
  )

  class << self
    # Verifies the bytes of a request with its headers: [name, value] pairs, or a hash of which a value is a string or
    # an array of lines. Raises Error.
    def verify(body, headers, secrets, tolerance_seconds: DEFAULT_TOLERANCE_SECONDS, now: Time.now)
      keys = harbor_keys(secrets)
      ids = %w[event-id event-type delivery-id].map { |name| value(headers, "harbor-#{name}") }
      delivery = match(keys, parse(value(headers, "harbor-signature")), body, ids)
      check_age(delivery.timestamp, tolerance_seconds, now)
      delivery
    end

    # Verifies with the value of Harbor-Signature alone. It proves body and time; v2 is not checked.
    def verify_body(body, signature, secrets, tolerance_seconds: DEFAULT_TOLERANCE_SECONDS, now: Time.now)
      delivery = match(harbor_keys(secrets), parse(signature&.b), body, nil)
      check_age(delivery.timestamp, tolerance_seconds, now)
      delivery
    end

    # Verifies a request of any sender that follows Standard Webhooks 1.0. Raises Error.
    def verify_standard(body, headers, keys, tolerance_seconds: DEFAULT_TOLERANCE_SECONDS, now: Time.now)
      keys = keys.map { |text| standard_key(text) }
      raise Error, :secret_invalid if keys.empty?

      id, timestamp, v1, v1a = parse_standard(headers)
      content = "#{id}.#{timestamp}.".b << body.b
      secret_index = keys.index { |key| standard_match?(key, content, v1, v1a) }
      raise Error, :signature_mismatch if secret_index.nil?

      check_age(timestamp.to_i, tolerance_seconds, now)
      Delivery.new(timestamp: timestamp.to_i, secret_index: secret_index, headers_signed: false, event_id: text(id))
    end

    private

    Signature = Struct.new(:t, :v1, :v2, :v2_present)
    private_constant :Signature

    # Finds the first secret for which v1, and v2 if it is checked, match.
    def match(keys, signature, body, ids)
      body_is_genuine = false
      keys.each_with_index do |key, index|
        digest = hmac(key, "#{signature.t}.".b << body.b).unpack1("H*")
        next unless any_equal?(signature.v1, digest)

        proven = { timestamp: signature.t.to_i, secret_index: index, headers_signed: false }
        return Delivery.new(**proven) if ids.nil? || !signature.v2_present
        raise Error, :headers_missing if ids.any? { |id| id.to_s.empty? }

        event_id, event_type, delivery_id = ids
        content = [signature.t, event_id, delivery_id, event_type, digest].join("\n")
        if any_equal?(signature.v2, hmac(key, content).unpack1("H*"))
          ids = { event_id: text(event_id), event_type: text(event_type), delivery_id: text(delivery_id) }
          return Delivery.new(**proven, headers_signed: true, **ids)
        end
        body_is_genuine = true
      end
      raise Error, body_is_genuine ? :headers_mismatch : :signature_mismatch
    end

    def parse(value)
      raise Error, :signature_missing if value.nil? || value.strip.empty?

      parts = { "t" => [], "v1" => [], "v2" => [] }
      value.split(",").each do |part|
        name, equals, text = part[TRIMMED].to_s.partition("=")
        parts[name]&.push(text) unless equals.empty?
      end
      v1, v2 = parts.values_at("v1", "v2").map { |texts| texts.grep(DIGEST) }
      t, *others = parts["t"]
      raise Error, :signature_malformed unless TIMESTAMP.match?(t) && others.empty? && v1.any?

      Signature.new(t, v1, v2, parts["v2"].any?)
    end

    # The id, the timestamp and the well-formed signatures of each version.
    def parse_standard(headers)
      id, timestamp, signature = standard_headers(headers)
      raise Error, :signature_missing if signature.to_s.empty?
      raise Error, :headers_missing if id.to_s.empty? || timestamp.to_s.empty?
      raise Error, :signature_malformed if id.bytesize > MAX_ID_BYTES || signature.bytesize > MAX_HEADER_BYTES

      v1, v1a = [STANDARD_V1, STANDARD_V1A].map { |form| signature.split(/ /).grep(form) }
      raise Error, :signature_malformed unless TIMESTAMP.match?(timestamp) && (v1.any? || v1a.any?)

      [id, timestamp, v1, v1a.first(MAX_V1A_SIGNATURES)]
    end

    # Never a mix of the two: a caller could replace one header that a proxy has checked.
    def standard_headers(headers)
      webhook, svix = %w[webhook svix].map do |prefix|
        %w[id timestamp signature].map { |name| value(headers, "#{prefix}-#{name}") }
      end
      webhook.any? ? webhook : svix
    end

    # Each key is tried on the signatures of its own version only.
    def standard_match?(key, content, v1, v1a)
      return any_equal?(v1, "v1,#{[hmac(key, content)].pack("m0")}") if key.is_a?(String)

      v1a.any? do |signature|
        bytes = decode64(signature.delete_prefix("v1a,"))
        bytes && key.verify(nil, bytes, content)
      end
    end

    # The key is the text of the whole secret. An empty one would accept every forged request.
    def harbor_keys(secrets)
      unusable = secrets.any? { |secret| secret.bytesize < MIN_SECRET_BYTES || secret != secret.strip }
      raise Error, :secret_invalid if secrets.empty? || unusable

      secrets
    end

    # The bytes of a secret (whsec_, optional, and 16 to 64 bytes), or a public key (whpk_ and 32 bytes).
    def standard_key(text)
      is_public = text.start_with?("whpk_")
      bytes = decode64(text.delete_prefix(is_public ? "whpk_" : "whsec_"))
      lengths = is_public ? [PUBLIC_KEY_BYTES] : MIN_SECRET_BYTES..MAX_STANDARD_SECRET_BYTES
      raise Error, :secret_invalid unless lengths.include?(bytes&.bytesize)

      is_public ? OpenSSL::PKey.read(ED25519_DER_PREFIX + bytes) : bytes
    end

    # Strict, padding optional: nil for text that does not encode to itself.
    def decode64(text)
      bytes = text.unpack1("m")
      encoded = [bytes].pack("m0")
      bytes if [encoded, encoded.delete("=")].include?(text)
    end

    # The lines of a repeated header are joined as in HTTP, so that a repeated header is detected.
    def value(headers, wanted)
      lines = headers.flat_map { |name, value| name.downcase == wanted ? Array(value) : [] }
      lines.map(&:b).join(", ") unless lines.empty?
    end

    # Called after the signature has matched, so that only a genuine request is reported as stale.
    def check_age(timestamp, tolerance_seconds, now)
      raise Error, :signature_stale if (now.to_i - timestamp).abs > tolerance_seconds
    end

    # Compares with each signature in constant time, without stopping at the one that matches.
    def any_equal?(signatures, expected)
      signatures.map { |signature| OpenSSL.fixed_length_secure_compare(signature, expected) }.any?
    end

    def hmac(key, content) = OpenSSL::HMAC.digest("SHA256", key, content)

    def text(bytes) = bytes.dup.force_encoding(Encoding::UTF_8)
  end
end
