// SPDX-License-Identifier: Apache-2.0

#nullable enable

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Harbor;

/// <summary>Verifies webhooks that Harbor signs with <c>Harbor-Signature</c> (v1 and v2).</summary>
/// <remarks>
/// One file with <see cref="StandardVerifier"/>, .NET 8 or newer, base class library only: copy it into your project.
/// https://github.com/harbor-webhooks/harbor/blob/main/docs/spec/README.md specifies the rules.
/// <code>
/// var verifier = new HarborVerifier([secret]);
/// var headers = request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString()));
/// var delivery = verifier.Verify(body, headers);
/// if (delivery.HeadersSigned) Handle(delivery.EventId, delivery.EventType, body);
/// </code>
/// Instances are immutable and safe for concurrent use.
/// </remarks>
public sealed class HarborVerifier
{
    private readonly byte[][] secrets;
    private readonly Age age;

    /// <param name="secrets">The destination's secret, or several of which one has to match.</param>
    /// <param name="toleranceSeconds">How far the timestamp may be from now, in the past and in the future.</param>
    /// <param name="unixSeconds">The clock, in whole seconds, if it is not the system's.</param>
    /// <exception cref="SignatureException">The code is <c>secret_invalid</c>.</exception>
    public HarborVerifier(
        IReadOnlyCollection<string> secrets, long toleranceSeconds = 300, Func<long>? unixSeconds = null)
    {
        // The key is the text of the whole secret. An empty one would accept every forged request.
        this.secrets = secrets.Select(Encoding.UTF8.GetBytes).ToArray();
        var isUsable = this.secrets.All(key => key.Length >= Signatures.MinSecretBytes)
            && secrets.All(secret => secret == secret.Trim());
        if (secrets.Count == 0 || !isUsable) throw new SignatureException("secret_invalid");
        age = new Age(toleranceSeconds, unixSeconds);
    }

    /// <summary>Verifies the bytes of a request with its header lines.</summary>
    /// <exception cref="SignatureException">The request is not accepted.</exception>
    public Delivery Verify(ReadOnlySpan<byte> body, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var lines = new HeaderLines(headers);
        var ids = new Ids(lines["harbor-event-id"], lines["harbor-event-type"], lines["harbor-delivery-id"]);
        return Verify(body, lines["harbor-signature"], ids);
    }

    /// <summary>Verifies with the value of <c>Harbor-Signature</c> alone, which proves body and time.</summary>
    /// <exception cref="SignatureException">The request is not accepted.</exception>
    public Delivery VerifyBody(ReadOnlySpan<byte> body, string? signature) => Verify(body, signature, null);

    private Delivery Verify(ReadOnlySpan<byte> body, string? header, Ids? ids)
    {
        var delivery = Match(SignatureParts.Parse(header), body, ids);
        age.Check(delivery.Timestamp);
        return delivery;
    }

    /// <summary>Finds the first secret for which v1, and v2 if it is checked, match.</summary>
    private Delivery Match(SignatureParts parts, ReadOnlySpan<byte> body, Ids? ids)
    {
        var timestamp = long.Parse(parts.T);
        var failure = "signature_mismatch";
        for (var index = 0; index < secrets.Length; index++)
        {
            var digest = Hex(Signatures.Hmac(secrets[index], parts.T + ".", body));
            if (!Signatures.AnyEqual(parts.V1, digest)) continue;
            if (ids is null || !parts.HasV2) return new Delivery(timestamp, index);
            if (!ids.AreComplete) throw new SignatureException("headers_missing");
            var content = string.Join('\n', parts.T, ids.EventId, ids.DeliveryId, ids.EventType, digest);
            if (Signatures.AnyEqual(parts.V2, Hex(Signatures.Hmac(secrets[index], content, []))))
            {
                return new Delivery(timestamp, index, true, ids.EventId, ids.EventType, ids.DeliveryId);
            }
            failure = "headers_mismatch"; // The body is genuine, but another secret may match v2 as well.
        }
        throw new SignatureException(failure);
    }

    private static string Hex(byte[] digest) => Convert.ToHexString(digest).ToLowerInvariant();

    private sealed record Ids(string? EventId, string? EventType, string? DeliveryId)
    {
        public bool AreComplete =>
            !string.IsNullOrEmpty(EventId) && !string.IsNullOrEmpty(EventType) && !string.IsNullOrEmpty(DeliveryId);
    }
}

/// <summary>Verifies requests of any sender that follows Standard Webhooks 1.0 (v1).</summary>
/// <remarks>
/// The signature proves id, time and body. .NET has no Ed25519: a request that only a public key (<c>whpk_…</c>) could
/// verify is refused with the code <c>ed25519_unsupported</c>.
/// </remarks>
public sealed class StandardVerifier
{
    private const int MaxSecretBytes = 64;
    private const int PublicKeyBytes = 32;
    private const int MaxIdCharacters = 1_024;
    private const int MaxHeaderCharacters = 8_192;

    private static readonly Regex V1Form = new(@"\Av1,[A-Za-z0-9+/]{43}=\z");
    private static readonly Regex V1aForm = new(@"\Av1a,[A-Za-z0-9+/]{86}==\z");

    /// <summary>The bytes of each secret; null for a public key.</summary>
    private readonly byte[]?[] keys;
    private readonly Age age;

    /// <param name="keys">A secret (<c>whsec_…</c>), or several of which one has to match.</param>
    /// <param name="toleranceSeconds">How far the timestamp may be from now, in the past and in the future.</param>
    /// <param name="unixSeconds">The clock, in whole seconds, if it is not the system's.</param>
    /// <exception cref="SignatureException">The code is <c>secret_invalid</c>.</exception>
    public StandardVerifier(
        IReadOnlyCollection<string> keys, long toleranceSeconds = 300, Func<long>? unixSeconds = null)
    {
        if (keys.Count == 0) throw new SignatureException("secret_invalid");
        this.keys = keys.Select(ParseKey).ToArray();
        age = new Age(toleranceSeconds, unixSeconds);
    }

    /// <summary>Verifies the bytes of a request with its header lines.</summary>
    /// <exception cref="SignatureException">The request is not accepted.</exception>
    public Delivery Verify(ReadOnlySpan<byte> body, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var request = Parse(new HeaderLines(headers));
        for (var index = 0; index < keys.Length; index++)
        {
            if (keys[index] is not { } secret) continue;
            var digest = Signatures.Hmac(secret, $"{request.Id}.{request.Timestamp}.", body);
            if (!Signatures.AnyEqual(request.V1, "v1," + Convert.ToBase64String(digest))) continue;
            var timestamp = long.Parse(request.Timestamp);
            age.Check(timestamp);
            return new Delivery(timestamp, index, EventId: request.Id);
        }
        var needsEd25519 = request.HasV1a && keys.Any(key => key is null);
        throw new SignatureException(needsEd25519 ? "ed25519_unsupported" : "signature_mismatch");
    }

    private static Request Parse(HeaderLines lines)
    {
        string[] names = ["id", "timestamp", "signature"];
        // Never a mix: a caller could replace one header that a proxy has checked.
        var prefix = names.Any(name => lines[$"webhook-{name}"] is not null) ? "webhook" : "svix";
        var id = lines[$"{prefix}-id"];
        var timestamp = lines[$"{prefix}-timestamp"];
        var signature = lines[$"{prefix}-signature"];
        if (string.IsNullOrEmpty(signature)) throw new SignatureException("signature_missing");
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp)) throw new SignatureException("headers_missing");
        var parts = signature.Split(' ');
        var v1 = parts.Where(part => V1Form.IsMatch(part)).ToArray();
        var hasV1a = parts.Any(part => V1aForm.IsMatch(part));
        var isTooLong = id.Length > MaxIdCharacters || signature.Length > MaxHeaderCharacters;
        if (isTooLong || !Signatures.IsTimestamp(timestamp) || (v1.Length == 0 && !hasV1a))
        {
            throw new SignatureException("signature_malformed");
        }
        return new Request(id, timestamp, v1, hasV1a);
    }

    /// <summary>The key is decoded: whsec_ (optional) and 16 to 64 bytes, or whpk_ and 32 bytes.</summary>
    private static byte[]? ParseKey(string text)
    {
        if (text.StartsWith("whpk_", StringComparison.Ordinal))
        {
            return DecodeBase64(text["whpk_".Length..]).Length == PublicKeyBytes
                ? null
                : throw new SignatureException("secret_invalid");
        }
        var secret = DecodeBase64(text.StartsWith("whsec_", StringComparison.Ordinal) ? text["whsec_".Length..] : text);
        return secret.Length is >= Signatures.MinSecretBytes and <= MaxSecretBytes
            ? secret
            : throw new SignatureException("secret_invalid");
    }

    /// <summary>Strict, padding optional: empty for text that does not encode to itself.</summary>
    private static byte[] DecodeBase64(string text)
    {
        var padded = text.EndsWith('=') ? text : text.PadRight((text.Length + 3) / 4 * 4, '=');
        var buffer = new byte[padded.Length];
        var decoded = Convert.TryFromBase64String(padded, buffer, out var length) ? buffer[..length] : [];
        return Convert.ToBase64String(decoded) == padded ? decoded : [];
    }

    private sealed record Request(string Id, string Timestamp, string[] V1, bool HasV1a);
}

/// <summary>The facts that a valid signature proves. A field that it does not prove is null.</summary>
/// <param name="Timestamp">When the attempt was signed, in Unix seconds.</param>
/// <param name="SecretIndex">Position of the secret or key that matched.</param>
/// <param name="HeadersSigned">Whether event id, event type and delivery id are those that were signed.</param>
public sealed record Delivery(
    long Timestamp,
    int SecretIndex,
    bool HeadersSigned = false,
    string? EventId = null,
    string? EventType = null,
    string? DeliveryId = null);

/// <summary>A request that is not accepted. The code is stable; do not send it to the caller.</summary>
public sealed class SignatureException(string code) : Exception(code.Replace('_', ' '))
{
    public string Code { get; } = code;
}

internal sealed class Age(long toleranceSeconds, Func<long>? unixSeconds)
{
    /// <summary>Called after the signature has matched, so that only a genuine request is reported as stale.</summary>
    public void Check(long timestamp)
    {
        var now = unixSeconds?.Invoke() ?? DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        if (Math.Abs(now - timestamp) > toleranceSeconds) throw new SignatureException("signature_stale");
    }
}

internal sealed class HeaderLines(IEnumerable<KeyValuePair<string, string>> headers)
{
    private readonly ILookup<string, string> lines =
        headers.ToLookup(line => line.Key, line => line.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>The lines of a repeated header are joined as in HTTP, so that a repeated header is detected.</summary>
    public string? this[string name] => lines.Contains(name) ? string.Join(", ", lines[name]) : null;
}

/// <summary>The well-formed parts of <c>Harbor-Signature</c>.</summary>
internal sealed record SignatureParts(string T, string[] V1, string[] V2, bool HasV2)
{
    private static readonly Regex DigestForm = new(@"\A[0-9a-f]{64}\z");

    public static SignatureParts Parse(string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) throw new SignatureException("signature_missing");
        var parts = value.Split(',')
            .Select(part => part.Trim(' ', '\t').Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0], pair => pair[1]);
        var t = parts["t"].ToArray();
        var v1 = parts["v1"].Where(text => DigestForm.IsMatch(text)).ToArray();
        if (t.Length != 1 || !Signatures.IsTimestamp(t[0]) || v1.Length == 0)
        {
            throw new SignatureException("signature_malformed");
        }
        var v2 = parts["v2"].Where(text => DigestForm.IsMatch(text)).ToArray();
        return new SignatureParts(t[0], v1, v2, parts.Contains("v2"));
    }
}

internal static class Signatures
{
    public const int MinSecretBytes = 16;

    private static readonly Regex TimestampForm = new(@"\A(0|[1-9][0-9]{0,11})\z");

    public static bool IsTimestamp(string text) => TimestampForm.IsMatch(text);

    public static byte[] Hmac(byte[] key, string head, ReadOnlySpan<byte> rest)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(head));
        hmac.AppendData(rest);
        return hmac.GetHashAndReset();
    }

    /// <summary>Compares with each signature in constant time, without stopping at the one that matches.</summary>
    public static bool AnyEqual(string[] signatures, string expected)
    {
        var found = false;
        foreach (var signature in signatures)
        {
            found |= CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(expected));
        }
        return found;
    }
}
