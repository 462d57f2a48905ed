//! Verifies webhooks that Harbor signs: Harbor-Signature (v1 and v2) and Standard Webhooks 1.0 (v1).
//!
//! One file, Rust 1.73 or newer, standard library only: copy it into your project. It contains SHA-256; with the crates
//! `hmac`, `sha2` and `subtle` at hand, use them instead of the module `sha256` and of `any_equal`.
//! <https://github.com/harbor-webhooks/harbor/blob/main/docs/spec/README.md> specifies the rules.
//!
//! ```ignore
//! let verifier = Verifier::new([secret])?;
//! let delivery = verifier.verify(&body, request.headers(), SystemTime::now())?;
//! if let Some(ids) = delivery.ids {
//!     handle(&ids.event_id, &ids.event_type, &body);
//! }
//! ```
//!
//! SPDX-License-Identifier: Apache-2.0

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How far the timestamp of a signature may be from now.
pub const DEFAULT_TOLERANCE: Duration = Duration::from_secs(300);

const MIN_SECRET_BYTES: usize = 16;
const MAX_STANDARD_SECRET_BYTES: usize = 64;
const PUBLIC_KEY_BYTES: usize = 32;
const MAX_ID_CHARACTERS: usize = 1_024;
const MAX_HEADER_CHARACTERS: usize = 8_192;
const MAX_TIMESTAMP_DIGITS: usize = 12;

/// Why a request is not accepted. Do not send it to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    SignatureMissing,
    SignatureMalformed,
    SignatureMismatch,
    SignatureStale,
    HeadersMissing,
    HeadersMismatch,
    /// A fault of the receiver.
    SecretInvalid,
    /// Only a public key could verify the request, and the standard library has no Ed25519.
    Ed25519Unsupported,
}

impl Error {
    /// The stable code that every implementation uses.
    pub fn code(self) -> &'static str {
        match self {
            Error::SignatureMissing => "signature_missing",
            Error::SignatureMalformed => "signature_malformed",
            Error::SignatureMismatch => "signature_mismatch",
            Error::SignatureStale => "signature_stale",
            Error::HeadersMissing => "headers_missing",
            Error::HeadersMismatch => "headers_mismatch",
            Error::SecretInvalid => "secret_invalid",
            Error::Ed25519Unsupported => "ed25519_unsupported",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl std::error::Error for Error {}

/// The facts that a valid Harbor-Signature proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// When the attempt was signed, in Unix seconds.
    pub timestamp: u64,
    /// Position of the secret that matched.
    pub secret_index: usize,
    /// The headers that were signed; `None` if no `v2` signature covers them.
    pub ids: Option<Ids>,
}

/// The headers that `v2` covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ids {
    pub event_id: String,
    pub event_type: String,
    pub delivery_id: String,
}

/// The facts that a valid signature of Standard Webhooks proves, beside the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardDelivery {
    /// `webhook-id`.
    pub id: String,
    /// When the attempt was signed, in Unix seconds.
    pub timestamp: u64,
    /// Position of the key that matched.
    pub key_index: usize,
}

/// Verifies Harbor-Signature.
pub struct Verifier {
    secrets: Vec<Vec<u8>>,
    tolerance: Duration,
}

impl Verifier {
    /// With a destination's secret, or with several of which one has to match.
    pub fn new<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Result<Self, Error> {
        // The key is the text of the whole secret. An empty one would accept every forged request.
        let prepare = |secret: S| {
            let secret = secret.as_ref();
            let is_usable = secret.len() >= MIN_SECRET_BYTES && secret.trim() == secret;
            is_usable.then(|| secret.as_bytes().to_vec())
        };
        let secrets: Option<Vec<_>> = secrets.into_iter().map(prepare).collect();
        match secrets {
            Some(secrets) if !secrets.is_empty() => Ok(Verifier { secrets, tolerance: DEFAULT_TOLERANCE }),
            _ => Err(Error::SecretInvalid),
        }
    }

    /// Another tolerance than 300 s, in the past and in the future.
    pub fn tolerance(self, tolerance: Duration) -> Self {
        Verifier { tolerance, ..self }
    }

    /// Verifies the bytes of a request with its headers: pairs of name and value, such as `&http::HeaderMap`.
    pub fn verify<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        body: &[u8],
        headers: impl IntoIterator<Item = (N, V)>,
        now: SystemTime,
    ) -> Result<Delivery, Error> {
        let headers = Headers::collect(headers);
        let ids = Ids {
            event_id: headers.value("harbor-event-id").unwrap_or_default(),
            event_type: headers.value("harbor-event-type").unwrap_or_default(),
            delivery_id: headers.value("harbor-delivery-id").unwrap_or_default(),
        };
        let signature = headers.value("harbor-signature").unwrap_or_default();
        self.check(body, &signature, Some(ids), now)
    }

    /// Verifies with the value of Harbor-Signature alone. It proves body and time; `v2` is not checked.
    pub fn verify_body(&self, body: &[u8], signature: &str, now: SystemTime) -> Result<Delivery, Error> {
        self.check(body, signature, None, now)
    }

    fn check(&self, body: &[u8], header: &str, ids: Option<Ids>, now: SystemTime) -> Result<Delivery, Error> {
        let signature = Signature::parse(header)?;
        let delivery = self.find_match(&signature, body, ids)?;
        check_age(delivery.timestamp, self.tolerance, now)?;
        Ok(delivery)
    }

    /// Finds the first secret for which `v1`, and `v2` if it is checked, match.
    fn find_match(&self, signature: &Signature, body: &[u8], ids: Option<Ids>) -> Result<Delivery, Error> {
        let Signature { t, timestamp, v1, v2, has_v2 } = signature;
        let ids = ids.filter(|_| *has_v2);
        let mut failure = Error::SignatureMismatch;
        for (secret_index, secret) in self.secrets.iter().enumerate() {
            let digest = hex(&hmac_sha256(secret, &[t.as_bytes(), b".", body]));
            if !any_equal(v1, &digest) {
                continue;
            }
            let Some(Ids { event_id, event_type, delivery_id }) = &ids else {
                return Ok(Delivery { timestamp: *timestamp, secret_index, ids: None });
            };
            if event_id.is_empty() || event_type.is_empty() || delivery_id.is_empty() {
                return Err(Error::HeadersMissing);
            }
            let content = [*t, event_id, delivery_id, event_type, &digest].join("\n");
            if any_equal(v2, &hex(&hmac_sha256(secret, &[content.as_bytes()]))) {
                return Ok(Delivery { timestamp: *timestamp, secret_index, ids });
            }
            failure = Error::HeadersMismatch; // The body is genuine, but another secret may match `v2` as well.
        }
        Err(failure)
    }
}

/// The well-formed parts of Harbor-Signature.
struct Signature<'a> {
    t: &'a str,
    timestamp: u64,
    v1: Vec<&'a str>,
    v2: Vec<&'a str>,
    /// Whether there was any `v2` part, well-formed or not.
    has_v2: bool,
}

impl<'a> Signature<'a> {
    fn parse(value: &'a str) -> Result<Self, Error> {
        if value.trim().is_empty() {
            return Err(Error::SignatureMissing);
        }
        let parts = || value.split(',').filter_map(|part| part.trim_matches([' ', '\t']).split_once('='));
        let named =
            |wanted: &'static str| parts().filter(move |(name, _)| *name == wanted).map(|(_, text)| text);
        let (Some(t), None) = (named("t").next(), named("t").nth(1)) else {
            return Err(Error::SignatureMalformed);
        };
        let v1: Vec<_> = named("v1").filter(|text| is_digest(text)).collect();
        if v1.is_empty() {
            return Err(Error::SignatureMalformed);
        }
        let v2 = named("v2").filter(|text| is_digest(text)).collect();
        Ok(Signature { t, timestamp: parse_timestamp(t)?, v1, v2, has_v2: named("v2").next().is_some() })
    }
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Verifies requests of any sender that follows Standard Webhooks 1.0. A request that only a public key could verify is
/// refused with [`Error::Ed25519Unsupported`].
pub struct StandardVerifier {
    keys: Vec<StandardKey>,
    tolerance: Duration,
}

enum StandardKey {
    Secret(Vec<u8>),
    Public,
}

impl StandardVerifier {
    /// With a secret (`whsec_…`), or with several of which one has to match.
    pub fn new<S: AsRef<str>>(keys: impl IntoIterator<Item = S>) -> Result<Self, Error> {
        let keys: Vec<_> =
            keys.into_iter().map(|key| StandardKey::parse(key.as_ref())).collect::<Result<_, _>>()?;
        if keys.is_empty() {
            return Err(Error::SecretInvalid);
        }
        Ok(StandardVerifier { keys, tolerance: DEFAULT_TOLERANCE })
    }

    /// Another tolerance than 300 s, in the past and in the future.
    pub fn tolerance(self, tolerance: Duration) -> Self {
        StandardVerifier { tolerance, ..self }
    }

    /// Verifies the bytes of a request with its headers. The signature proves id, time and body, and no other header.
    pub fn verify<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        body: &[u8],
        headers: impl IntoIterator<Item = (N, V)>,
        now: SystemTime,
    ) -> Result<StandardDelivery, Error> {
        let [id, t, signature] = Headers::collect(headers).standard();
        if signature.is_empty() {
            return Err(Error::SignatureMissing);
        }
        if id.is_empty() || t.is_empty() {
            return Err(Error::HeadersMissing);
        }
        if id.len() > MAX_ID_CHARACTERS || signature.len() > MAX_HEADER_CHARACTERS {
            return Err(Error::SignatureMalformed);
        }
        let timestamp = parse_timestamp(&t)?;
        let v1: Vec<_> = signature.split(' ').filter_map(|part| base64_after("v1,", part, 43, "=")).collect();
        let has_v1a = signature.split(' ').any(|part| base64_after("v1a,", part, 86, "==").is_some());
        if v1.is_empty() && !has_v1a {
            return Err(Error::SignatureMalformed);
        }
        let matches = |key: &StandardKey| match key {
            StandardKey::Secret(secret) => {
                let digest = hmac_sha256(secret, &[id.as_bytes(), b".", t.as_bytes(), b".", body]);
                any_equal(&v1, &encode_base64(&digest))
            }
            StandardKey::Public => false,
        };
        let Some(key_index) = self.keys.iter().position(matches) else {
            let needs_ed25519 = has_v1a && self.keys.iter().any(|key| matches!(key, StandardKey::Public));
            return Err(if needs_ed25519 { Error::Ed25519Unsupported } else { Error::SignatureMismatch });
        };
        check_age(timestamp, self.tolerance, now)?;
        Ok(StandardDelivery { id, timestamp, key_index })
    }
}

impl StandardKey {
    /// The key is decoded: `whsec_` (optional) and 16 to 64 bytes, or `whpk_` and 32 bytes.
    fn parse(text: &str) -> Result<Self, Error> {
        if let Some(encoded) = text.strip_prefix("whpk_") {
            let key = decode_base64(encoded).filter(|key| key.len() == PUBLIC_KEY_BYTES);
            return key.map(|_| StandardKey::Public).ok_or(Error::SecretInvalid);
        }
        let lengths = MIN_SECRET_BYTES..=MAX_STANDARD_SECRET_BYTES;
        decode_base64(text.strip_prefix("whsec_").unwrap_or(text))
            .filter(|secret| lengths.contains(&secret.len()))
            .map(StandardKey::Secret)
            .ok_or(Error::SecretInvalid)
    }
}

/// The base64 after the version, if the part has that form.
fn base64_after<'a>(version: &str, part: &'a str, characters: usize, padding: &str) -> Option<&'a str> {
    let base64 = part.strip_prefix(version)?;
    let digits = base64.strip_suffix(padding)?;
    let is_well_formed = digits.len() == characters && digits.bytes().all(|byte| BASE64.contains(&byte));
    is_well_formed.then_some(base64)
}

/// Header lines by lower-case name.
struct Headers(Vec<(String, String)>);

impl Headers {
    fn collect<N: AsRef<str>, V: AsRef<[u8]>>(lines: impl IntoIterator<Item = (N, V)>) -> Self {
        let line = |(name, value): (N, V)| {
            (name.as_ref().to_ascii_lowercase(), String::from_utf8_lossy(value.as_ref()).into_owned())
        };
        Headers(lines.into_iter().map(line).collect())
    }

    /// The lines of a repeated header are joined as in HTTP, so that a repeated header is detected.
    fn value(&self, wanted: &str) -> Option<String> {
        let lines: Vec<_> =
            self.0.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.as_str()).collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    /// Id, timestamp and signature. Never a mix: a caller could replace one header that a proxy has checked.
    fn standard(&self) -> [String; 3] {
        let three =
            |prefix| ["id", "timestamp", "signature"].map(|name| self.value(&format!("{prefix}-{name}")));
        let webhook = three("webhook");
        let found = if webhook.iter().any(Option::is_some) { webhook } else { three("svix") };
        found.map(Option::unwrap_or_default)
    }
}

fn parse_timestamp(text: &str) -> Result<u64, Error> {
    let has_leading_zero = text.len() > 1 && text.starts_with('0');
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() > MAX_TIMESTAMP_DIGITS || has_leading_zero || !is_digits {
        return Err(Error::SignatureMalformed);
    }
    text.parse().map_err(|_| Error::SignatureMalformed)
}

/// Called after the signature has matched, so that only a genuine request is reported as stale.
fn check_age(timestamp: u64, tolerance: Duration, now: SystemTime) -> Result<(), Error> {
    let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    if seconds.abs_diff(timestamp) > tolerance.as_secs() {
        return Err(Error::SignatureStale);
    }
    Ok(())
}

/// Compares with each signature in constant time, without stopping at the one that matches.
fn any_equal(signatures: &[&str], expected: &str) -> bool {
    signatures.iter().fold(false, |found, signature| constant_time_equal(signature, expected) | found)
}

fn constant_time_equal(left: &str, right: &str) -> bool {
    let difference = left.bytes().zip(right.bytes()).fold(0, |sum, (a, b)| black_box(sum | (a ^ b)));
    left.len() == right.len() && black_box(difference) == 0
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn encode_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index| u32::from(*chunk.get(index).unwrap_or(&0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            let digit = BASE64[(bits >> (18 - 6 * index)) as usize & 63];
            text.push(if index <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

/// Strict, padding optional: `None` for text that does not encode to itself.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for chunk in digits.as_bytes().chunks(4) {
        let mut bits = 0;
        for index in 0..4 {
            let digit =
                chunk.get(index).map_or(Some(0), |byte| BASE64.iter().position(|each| each == byte))?;
            bits = bits << 6 | digit as u32;
        }
        bytes.extend_from_slice(&bits.to_be_bytes()[1..chunk.len()]);
    }
    let encoded = encode_base64(&bytes);
    (text == encoded || text == encoded.trim_end_matches('=')).then_some(bytes)
}

/// HMAC (RFC 2104) of the parts, one after the other.
fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut block = [0; sha256::BLOCK_BYTES];
    if key.len() > block.len() {
        block[..32].copy_from_slice(&sha256::digest(&[key]));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let inner = sha256::digest(&[&[&block.map(|byte| byte ^ 0x36)[..]], parts].concat());
    sha256::digest(&[&block.map(|byte| byte ^ 0x5c), &inner])
}

/// SHA-256 (FIPS 180-4).
mod sha256 {
    pub const BLOCK_BYTES: usize = 64;

    #[rustfmt::skip]
    const INITIAL: [u32; 8] = [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ];

    #[rustfmt::skip]
    const ROUND: [u32; 64] = [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// The digest of the parts, one after the other.
    pub fn digest(parts: &[&[u8]]) -> [u8; 32] {
        let mut message = parts.concat();
        let bits = 8 * message.len() as u64;
        message.push(0x80);
        message.resize((message.len() + 8).div_ceil(BLOCK_BYTES) * BLOCK_BYTES - 8, 0);
        message.extend_from_slice(&bits.to_be_bytes());
        let state = message.chunks_exact(BLOCK_BYTES).fold(INITIAL, compress);
        let mut digest = [0; 32];
        for (bytes, word) in digest.chunks_exact_mut(4).zip(state) {
            bytes.copy_from_slice(&word.to_be_bytes());
        }
        digest
    }

    fn compress(state: [u32; 8], block: &[u8]) -> [u32; 8] {
        let mut w = [0u32; 64];
        for (word, bytes) in w.iter_mut().zip(block.chunks_exact(4)) {
            *word = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        }
        for t in 16..64 {
            let s0 = w[t - 15].rotate_right(7) ^ w[t - 15].rotate_right(18) ^ (w[t - 15] >> 3);
            let s1 = w[t - 2].rotate_right(17) ^ w[t - 2].rotate_right(19) ^ (w[t - 2] >> 10);
            w[t] = w[t - 16].wrapping_add(s0).wrapping_add(w[t - 7]).wrapping_add(s1);
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = state;
        for t in 0..64 {
            let s1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let choice = (e & f) ^ (!e & g);
            let t1 = h.wrapping_add(s1).wrapping_add(choice).wrapping_add(ROUND[t]).wrapping_add(w[t]);
            let s0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let majority = (a & b) ^ (a & c) ^ (b & c);
            (h, g, f, e, d, c, b, a) =
                (g, f, e, d.wrapping_add(t1), c, b, a, t1.wrapping_add(s0.wrapping_add(majority)));
        }
        let mut next = [a, b, c, d, e, f, g, h];
        for (word, previous) in next.iter_mut().zip(state) {
            *word = word.wrapping_add(previous);
        }
        next
    }
}
