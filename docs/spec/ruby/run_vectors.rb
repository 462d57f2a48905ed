# frozen_string_literal: true

# Prints one JSON result for each verify case of a vector file: ruby run_vectors.rb vectors.json

require "json"
require_relative "harbor_signature"

def harbor_result(delivery)
  result = { ok: true, **delivery.to_h.slice(:timestamp, :secret_index, :headers_signed) }
  result[:ids] = [delivery.event_id, delivery.event_type, delivery.delivery_id] if delivery.headers_signed
  result
end

def standard_result(delivery)
  { ok: true, id: delivery.event_id, timestamp: delivery.timestamp, key_index: delivery.secret_index }
end

def run(vector)
  body = vector["body_base64"].unpack1("m")
  options = { tolerance_seconds: vector["tolerance_seconds"], now: Time.at(vector["now_ms"] / 1000r) }
  headers, secrets, keys = vector.values_at("headers", "secrets", "keys")
  if keys
    standard_result(HarborSignature.verify_standard(body, headers, keys, **options))
  elsif headers
    harbor_result(HarborSignature.verify(body, headers, secrets, **options))
  else
    harbor_result(HarborSignature.verify_body(body, vector["header"], secrets, **options))
  end
rescue HarborSignature::Error => e
  { ok: false, code: e.code }
end

JSON.parse(File.read(ARGV.first, encoding: "UTF-8"))["verify"].each { |vector| puts JSON.generate(run(vector)) }
