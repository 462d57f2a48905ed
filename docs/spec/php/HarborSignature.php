<?php

declare(strict_types=1);

namespace Harbor;

/**
 * Verifies webhooks that Harbor signs: Harbor-Signature (v1 and v2) and Standard Webhooks 1.0 (v1 and v1a).
 *
 * One file, PHP 8.1 or newer, with the extension sodium for v1a: copy it into your project.
 * https://github.com/harbor-webhooks/harbor/blob/main/docs/spec/README.md specifies the rules.
 *
 *     $delivery = HarborSignature::verify(file_get_contents('php://input'), getallheaders(), [$secret]);
 *     if ($delivery->headersSigned) {
 *         handle($delivery->eventId, $delivery->eventType);
 *     }
 *
 * Headers are an array by name in any case, as of getallheaders() or of PSR-7; a value is a string or a list of lines.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
final class HarborSignature
{
    public const DEFAULT_TOLERANCE_SECONDS = 300;

    private const MIN_SECRET_BYTES = 16;
    private const MAX_STANDARD_SECRET_BYTES = 64;
    private const MAX_ID_BYTES = 1_024;
    private const MAX_HEADER_BYTES = 8_192;
    /** Verifying Ed25519 is expensive: a forged header must not cost many of them. */
    private const MAX_V1A_SIGNATURES = 8;

    // D: without it, $ also matches before a line feed at the end.
    private const TIMESTAMP = '/^(0|[1-9][0-9]{0,11})$/D';
    private const DIGEST = '/^[0-9a-f]{64}$/D';
    private const STANDARD_V1 = '~^v1,[A-Za-z0-9+/]{43}=$~D';
    private const STANDARD_V1A = '~^v1a,[A-Za-z0-9+/]{86}==$~D';

    /**
     * Verifies the bytes of a request with its headers.
     *
     * @param array<string|string[]> $headers
     * @param string[]               $secrets the destination's secrets, of which one has to match
     * @param int|null               $now     Unix seconds; null is the system's clock
     *
     * @throws SignatureException
     */
    public static function verify(
        string $body,
        array $headers,
        #[\SensitiveParameter] array $secrets,
        int $toleranceSeconds = self::DEFAULT_TOLERANCE_SECONDS,
        ?int $now = null,
    ): Delivery {
        self::checkSecrets($secrets);
        $signature = self::parse(self::value($headers, 'harbor-signature'));
        $ids = [
            self::value($headers, 'harbor-event-id') ?? '',
            self::value($headers, 'harbor-event-type') ?? '',
            self::value($headers, 'harbor-delivery-id') ?? '',
        ];
        $delivery = self::match($secrets, $signature, $body, $ids);
        self::checkAge($delivery->timestamp, $toleranceSeconds, $now);

        return $delivery;
    }

    /**
     * Verifies with the value of Harbor-Signature alone. It proves body and time; v2 is not checked.
     *
     * @param string[] $secrets
     *
     * @throws SignatureException
     */
    public static function verifyBody(
        string $body,
        ?string $signature,
        #[\SensitiveParameter] array $secrets,
        int $toleranceSeconds = self::DEFAULT_TOLERANCE_SECONDS,
        ?int $now = null,
    ): Delivery {
        self::checkSecrets($secrets);
        $delivery = self::match($secrets, self::parse($signature), $body, null);
        self::checkAge($delivery->timestamp, $toleranceSeconds, $now);

        return $delivery;
    }

    /**
     * Verifies a request of any sender that follows Standard Webhooks 1.0. The signature proves id, time and body.
     *
     * @param array<string|string[]> $headers
     * @param string[]               $keys secrets (whsec_…) and public keys (whpk_…), of which one has to match
     *
     * @throws SignatureException
     */
    public static function verifyStandard(
        string $body,
        array $headers,
        #[\SensitiveParameter] array $keys,
        int $toleranceSeconds = self::DEFAULT_TOLERANCE_SECONDS,
        ?int $now = null,
    ): Delivery {
        $matchers = array_map(self::standardMatcher(...), array_values($keys));
        if ($matchers === []) {
            throw new SignatureException('secret_invalid');
        }
        [$id, $timestamp, $v1, $v1a] = self::parseStandard($headers);
        foreach ($matchers as $index => $matches) {
            if ($matches("$id.$timestamp.$body", $v1, $v1a)) {
                self::checkAge((int) $timestamp, $toleranceSeconds, $now);

                return new Delivery((int) $timestamp, $index, eventId: $id);
            }
        }
        throw new SignatureException('signature_mismatch');
    }

    /**
     * Finds the first secret for which v1, and v2 if it is checked, match.
     *
     * @param array{t: string, v1: string[], v2: string[], hasV2: bool}       $signature
     * @param array{string, string, string}|null $ids event id, event type and delivery id
     */
    private static function match(array $secrets, array $signature, string $body, ?array $ids): Delivery
    {
        ['t' => $t, 'v1' => $v1, 'v2' => $v2, 'hasV2' => $hasV2] = $signature;
        $bodyIsGenuine = false;
        foreach (array_values($secrets) as $index => $secret) {
            $digest = hash_hmac('sha256', "$t.$body", $secret);
            if (!self::anyEqual($v1, $digest)) {
                continue;
            }
            if ($ids === null || !$hasV2) {
                return new Delivery((int) $t, $index);
            }
            if (in_array('', $ids, true)) {
                throw new SignatureException('headers_missing');
            }
            [$eventId, $eventType, $deliveryId] = $ids;
            $content = implode("\n", [$t, $eventId, $deliveryId, $eventType, $digest]);
            if (self::anyEqual($v2, hash_hmac('sha256', $content, $secret))) {
                return new Delivery((int) $t, $index, true, $eventId, $eventType, $deliveryId);
            }
            $bodyIsGenuine = true;
        }
        throw new SignatureException($bodyIsGenuine ? 'headers_mismatch' : 'signature_mismatch');
    }

    /** @return array{t: string, v1: string[], v2: string[], hasV2: bool} */
    private static function parse(?string $value): array
    {
        if ($value === null || trim($value) === '') {
            throw new SignatureException('signature_missing');
        }
        $parts = ['t' => [], 'v1' => [], 'v2' => []];
        foreach (explode(',', $value) as $part) {
            [$name, $text] = explode('=', trim($part, " \t"), 2) + [1 => null];
            if ($text !== null && isset($parts[$name])) {
                $parts[$name][] = $text;
            }
        }
        $v1 = preg_grep(self::DIGEST, $parts['v1']);
        if (count($parts['t']) !== 1 || !preg_match(self::TIMESTAMP, $parts['t'][0]) || $v1 === []) {
            throw new SignatureException('signature_malformed');
        }

        return [
            't' => $parts['t'][0],
            'v1' => $v1,
            'v2' => preg_grep(self::DIGEST, $parts['v2']),
            'hasV2' => $parts['v2'] !== [],
        ];
    }

    /** @return array{string, string, string[], string[]} id, timestamp, and the well-formed signatures by version */
    private static function parseStandard(array $headers): array
    {
        [$id, $timestamp, $signature] = self::standardHeaders($headers, 'webhook')
            // Never a mix: a caller could replace one header that a proxy has checked.
            ?? self::standardHeaders($headers, 'svix')
            ?? ['', '', ''];
        if ($signature === '') {
            throw new SignatureException('signature_missing');
        }
        if ($id === '' || $timestamp === '') {
            throw new SignatureException('headers_missing');
        }
        $parts = explode(' ', $signature);
        $v1 = preg_grep(self::STANDARD_V1, $parts);
        $v1a = preg_grep(self::STANDARD_V1A, $parts);
        $isTooLong = strlen($id) > self::MAX_ID_BYTES || strlen($signature) > self::MAX_HEADER_BYTES;
        if ($isTooLong || !preg_match(self::TIMESTAMP, $timestamp) || ($v1 === [] && $v1a === [])) {
            throw new SignatureException('signature_malformed');
        }

        return [$id, $timestamp, $v1, array_slice($v1a, 0, self::MAX_V1A_SIGNATURES)];
    }

    /** @return array{string, string, string}|null null if the request has none of the three */
    private static function standardHeaders(array $headers, string $prefix): ?array
    {
        $id = self::value($headers, "$prefix-id");
        $timestamp = self::value($headers, "$prefix-timestamp");
        $signature = self::value($headers, "$prefix-signature");
        if ($id === null && $timestamp === null && $signature === null) {
            return null;
        }

        return [$id ?? '', $timestamp ?? '', $signature ?? ''];
    }

    /** The key is the text of the whole secret. An empty one would accept every forged request. */
    private static function checkSecrets(#[\SensitiveParameter] array $secrets): void
    {
        foreach ($secrets as $secret) {
            if (strlen($secret) < self::MIN_SECRET_BYTES || $secret !== trim($secret)) {
                throw new SignatureException('secret_invalid');
            }
        }
        if ($secrets === []) {
            throw new SignatureException('secret_invalid');
        }
    }

    /**
     * A key is decoded: whsec_ (optional) and 16 to 64 bytes, or whpk_ and 32 bytes. It is tried on the signatures of
     * its own version only.
     *
     * @return \Closure(string $content, string[] $v1, string[] $v1a): bool
     */
    private static function standardMatcher(#[\SensitiveParameter] string $text): \Closure
    {
        if (str_starts_with($text, 'whpk_')) {
            $publicKey = self::decodeBase64(substr($text, strlen('whpk_')));
            if ($publicKey === null || strlen($publicKey) !== SODIUM_CRYPTO_SIGN_PUBLICKEYBYTES) {
                throw new SignatureException('secret_invalid');
            }

            return static function (string $content, array $v1, array $v1a) use ($publicKey): bool {
                foreach ($v1a as $signature) {
                    $bytes = self::decodeBase64(substr($signature, strlen('v1a,')));
                    if ($bytes !== null && sodium_crypto_sign_verify_detached($bytes, $content, $publicKey)) {
                        return true;
                    }
                }

                return false;
            };
        }
        $secret = self::decodeBase64(str_starts_with($text, 'whsec_') ? substr($text, strlen('whsec_')) : $text) ?? '';
        if (strlen($secret) < self::MIN_SECRET_BYTES || strlen($secret) > self::MAX_STANDARD_SECRET_BYTES) {
            throw new SignatureException('secret_invalid');
        }

        return static fn (string $content, array $v1): bool => self::anyEqual(
            $v1,
            'v1,' . base64_encode(hash_hmac('sha256', $content, $secret, true)),
        );
    }

    /** Strict, padding optional: null for text that does not encode to itself. */
    private static function decodeBase64(#[\SensitiveParameter] string $text): ?string
    {
        $bytes = (string) base64_decode($text, true);
        $encoded = base64_encode($bytes);

        return $text === $encoded || $text === rtrim($encoded, '=') ? $bytes : null;
    }

    /** The lines of a repeated header are joined as in HTTP, so that a repeated header is detected. */
    private static function value(array $headers, string $wanted): ?string
    {
        $lines = [];
        foreach ($headers as $name => $value) {
            if (strtolower((string) $name) === $wanted) {
                array_push($lines, ...(array) $value);
            }
        }

        return $lines === [] ? null : implode(', ', $lines);
    }

    /** Called after the signature has matched, so that only a genuine request is reported as stale. */
    private static function checkAge(int $timestamp, int $toleranceSeconds, ?int $now): void
    {
        if (abs(($now ?? time()) - $timestamp) > $toleranceSeconds) {
            throw new SignatureException('signature_stale');
        }
    }

    /**
     * Compares with each signature in constant time, without stopping at the one that matches.
     *
     * @param string[] $signatures
     */
    private static function anyEqual(array $signatures, string $expected): bool
    {
        $found = false;
        foreach ($signatures as $signature) {
            $found = hash_equals($expected, $signature) || $found;
        }

        return $found;
    }
}

/** The facts that a valid signature proves. A field that it does not prove is null. */
final class Delivery
{
    /**
     * @param int  $timestamp     when the attempt was signed, in Unix seconds
     * @param int  $secretIndex   position of the secret or key that matched
     * @param bool $headersSigned whether event id, event type and delivery id are those that were signed
     */
    public function __construct(
        public readonly int $timestamp,
        public readonly int $secretIndex,
        public readonly bool $headersSigned = false,
        public readonly ?string $eventId = null,
        public readonly ?string $eventType = null,
        public readonly ?string $deliveryId = null,
    ) {
    }
}

/** A request that is not accepted. The reason is a stable code; do not send it to the caller. */
final class SignatureException extends \RuntimeException
{
    public function __construct(public readonly string $reason)
    {
        parent::__construct(str_replace('_', ' ', $reason));
    }
}
