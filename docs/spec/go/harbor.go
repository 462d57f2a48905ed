// Package harbor verifies webhooks that Harbor signs: Harbor-Signature (v1 and v2) and Standard Webhooks 1.0 (v1
// and v1a).
//
// One file, Go 1.21 or newer, standard library only: copy it into your project.
// https://github.com/harbor-webhooks/harbor/blob/main/docs/spec/README.md specifies the rules.
//
//	verifier, err := harbor.NewVerifier(os.Getenv("HARBOR_SIGNING_SECRET"))
//	…
//	delivery, err := verifier.Verify(request.Header, body)
//	if errors.Is(err, harbor.ErrSignatureStale) { … }
//
// SPDX-License-Identifier: Apache-2.0
package harbor

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// DefaultTolerance is how far the timestamp of a signature may be from now.
const DefaultTolerance = 300 * time.Second

// Error is the reason why a request is not accepted. Its text is stable; do not send it to the caller.
type Error string

// A request's faults, and ErrSecretInvalid for a fault of the receiver.
const (
	ErrSignatureMissing   Error = "signature_missing"
	ErrSignatureMalformed Error = "signature_malformed"
	ErrSignatureMismatch  Error = "signature_mismatch"
	ErrSignatureStale     Error = "signature_stale"
	ErrHeadersMissing     Error = "headers_missing"
	ErrHeadersMismatch    Error = "headers_mismatch"
	ErrSecretInvalid      Error = "secret_invalid"
)

func (e Error) Error() string { return string(e) }

// Header is the part of [net/http.Header] that is used. Values returns the lines of a header, by its name in any case.
type Header interface {
	Values(name string) []string
}

// Delivery has the facts that a valid signature proves. A field that it does not prove is empty.
type Delivery struct {
	// Timestamp is when the attempt was signed, in Unix seconds.
	Timestamp int64
	// SecretIndex is the position of the secret or key that matched.
	SecretIndex int
	// HeadersSigned is whether event id, event type and delivery id are those that were signed.
	HeadersSigned bool
	EventID       string
	EventType     string
	DeliveryID    string
}

// Age limits how far the timestamp of a signature may be from now.
type Age struct {
	// Tolerance applies to the past and to the future.
	Tolerance time.Duration
	// Now is the clock.
	Now func() time.Time
}

var defaultAge = Age{Tolerance: DefaultTolerance, Now: time.Now}

// check runs after the signature has matched, so that only a genuine request is reported as stale.
func (a Age) check(timestamp int64) error {
	distance := a.Now().Unix() - timestamp
	if max(distance, -distance) > int64(a.Tolerance/time.Second) {
		return ErrSignatureStale
	}
	return nil
}

// Verifier verifies Harbor-Signature. It is safe for concurrent use.
type Verifier struct {
	Age
	secrets [][]byte
}

const minSecretBytes = 16

// NewVerifier returns a verifier for a destination's secret, or for several of which one has to match.
// It refuses an empty secret, with which every forged request would be accepted.
func NewVerifier(secrets ...string) (*Verifier, error) {
	verifier := &Verifier{Age: defaultAge}
	for _, secret := range secrets {
		if len(secret) < minSecretBytes || strings.TrimSpace(secret) != secret {
			return nil, ErrSecretInvalid
		}
		// The key is the text of the whole secret, prefix included.
		verifier.secrets = append(verifier.secrets, []byte(secret))
	}
	if len(secrets) == 0 {
		return nil, ErrSecretInvalid
	}
	return verifier, nil
}

// Verify verifies the bytes of a request with its headers.
func (v *Verifier) Verify(header Header, body []byte) (Delivery, error) {
	signature, _ := value(header, "Harbor-Signature")
	ids := &deliveryIDs{}
	ids.event, _ = value(header, "Harbor-Event-Id")
	ids.eventType, _ = value(header, "Harbor-Event-Type")
	ids.delivery, _ = value(header, "Harbor-Delivery-Id")
	return v.verify(signature, ids, body)
}

// VerifyBody verifies with the value of Harbor-Signature alone. It proves body and time; v2 is not checked.
func (v *Verifier) VerifyBody(signature string, body []byte) (Delivery, error) {
	return v.verify(signature, nil, body)
}

func (v *Verifier) verify(value string, ids *deliveryIDs, body []byte) (Delivery, error) {
	signature, err := parseSignature(value)
	if err != nil {
		return Delivery{}, err
	}
	delivery, err := v.match(signature, ids, body)
	if err != nil {
		return Delivery{}, err
	}
	if err := v.check(delivery.Timestamp); err != nil {
		return Delivery{}, err
	}
	return delivery, nil
}

// match finds the first secret for which v1, and v2 if it is checked, match.
func (v *Verifier) match(s signature, ids *deliveryIDs, body []byte) (Delivery, error) {
	failure := ErrSignatureMismatch
	for index, secret := range v.secrets {
		digest := hex.EncodeToString(sign(secret, []byte(s.t+"."), body))
		if !anyEqual(s.v1, digest) {
			continue
		}
		delivery := Delivery{Timestamp: s.timestamp, SecretIndex: index}
		if ids == nil || !s.hasV2 {
			return delivery, nil
		}
		if ids.event == "" || ids.eventType == "" || ids.delivery == "" {
			return Delivery{}, ErrHeadersMissing
		}
		content := strings.Join([]string{s.t, ids.event, ids.delivery, ids.eventType, digest}, "\n")
		if anyEqual(s.v2, hex.EncodeToString(sign(secret, []byte(content)))) {
			delivery.HeadersSigned = true
			delivery.EventID, delivery.EventType, delivery.DeliveryID = ids.event, ids.eventType, ids.delivery
			return delivery, nil
		}
		failure = ErrHeadersMismatch // The body is genuine, but another secret may match v2 as well.
	}
	return Delivery{}, failure
}

type deliveryIDs struct{ event, eventType, delivery string }

type signature struct {
	t         string
	timestamp int64
	v1, v2    []string
	hasV2     bool
}

var digestForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

func parseSignature(value string) (signature, error) {
	if strings.TrimSpace(value) == "" {
		return signature{}, ErrSignatureMissing
	}
	parts := map[string][]string{}
	for _, part := range strings.Split(value, ",") {
		if name, text, found := strings.Cut(strings.Trim(part, " \t"), "="); found {
			parts[name] = append(parts[name], text)
		}
	}
	v1 := matching(digestForm, parts["v1"])
	if len(parts["t"]) != 1 || len(v1) == 0 {
		return signature{}, ErrSignatureMalformed
	}
	t := parts["t"][0]
	timestamp, err := parseTimestamp(t)
	if err != nil {
		return signature{}, err
	}
	return signature{t, timestamp, v1, matching(digestForm, parts["v2"]), len(parts["v2"]) > 0}, nil
}

// StandardVerifier verifies requests of any sender that follows Standard Webhooks 1.0. It is safe for concurrent use.
type StandardVerifier struct {
	Age
	keys []standardKey
}

// standardKey is one of the two: an HMAC secret verifies v1, a public key v1a.
type standardKey struct {
	secret    []byte
	publicKey ed25519.PublicKey
}

const (
	maxStandardSecretBytes = 64
	maxIDBytes             = 1_024
	maxHeaderBytes         = 8_192
	maxV1aSignatures       = 8 // Verifying Ed25519 is expensive: a forged header must not cost many of them.
)

// NewStandardVerifier returns a verifier for a secret (whsec_…) or a public key (whpk_…), or for several of which one
// has to match.
func NewStandardVerifier(keys ...string) (*StandardVerifier, error) {
	verifier := &StandardVerifier{Age: defaultAge}
	for _, text := range keys {
		key, err := parseStandardKey(text)
		if err != nil {
			return nil, err
		}
		verifier.keys = append(verifier.keys, key)
	}
	if len(keys) == 0 {
		return nil, ErrSecretInvalid
	}
	return verifier, nil
}

// Verify verifies the bytes of a request with its headers. The signature proves id, time and body, and no other header.
func (v *StandardVerifier) Verify(header Header, body []byte) (Delivery, error) {
	request, err := parseStandard(header)
	if err != nil {
		return Delivery{}, err
	}
	head := []byte(request.id + "." + request.t + ".")
	for index, key := range v.keys {
		if !key.matches(request, head, body) {
			continue
		}
		if err := v.check(request.timestamp); err != nil {
			return Delivery{}, err
		}
		return Delivery{Timestamp: request.timestamp, SecretIndex: index, EventID: request.id}, nil
	}
	return Delivery{}, ErrSignatureMismatch
}

func (k standardKey) matches(request standardRequest, head, body []byte) bool {
	if k.publicKey == nil {
		return anyEqual(request.v1, "v1,"+base64.StdEncoding.EncodeToString(sign(k.secret, head, body)))
	}
	message := append(head[:len(head):len(head)], body...)
	for _, text := range request.v1a {
		signature, err := base64.StdEncoding.Strict().DecodeString(strings.TrimPrefix(text, "v1a,"))
		if err == nil && ed25519.Verify(k.publicKey, message, signature) {
			return true
		}
	}
	return false
}

func parseStandardKey(text string) (standardKey, error) {
	if encoded, found := strings.CutPrefix(text, "whpk_"); found {
		key, err := decodeBase64(encoded)
		if err != nil || len(key) != ed25519.PublicKeySize {
			return standardKey{}, ErrSecretInvalid
		}
		return standardKey{publicKey: key}, nil
	}
	secret, err := decodeBase64(strings.TrimPrefix(text, "whsec_"))
	if err != nil || len(secret) < minSecretBytes || len(secret) > maxStandardSecretBytes {
		return standardKey{}, ErrSecretInvalid
	}
	return standardKey{secret: secret}, nil
}

type standardRequest struct {
	id, t     string
	timestamp int64
	// The well-formed signatures with their version.
	v1, v1a []string
}

var (
	v1Form  = regexp.MustCompile(`^v1,[A-Za-z0-9+/]{43}=$`)
	v1aForm = regexp.MustCompile(`^v1a,[A-Za-z0-9+/]{86}==$`)
)

func parseStandard(header Header) (standardRequest, error) {
	id, timestamp, signature, found := standardHeaders(header, "webhook")
	if !found {
		// Never a mix: a caller could replace one header that a proxy has checked.
		id, timestamp, signature, _ = standardHeaders(header, "svix")
	}
	switch {
	case signature == "":
		return standardRequest{}, ErrSignatureMissing
	case id == "" || timestamp == "":
		return standardRequest{}, ErrHeadersMissing
	case len(id) > maxIDBytes || len(signature) > maxHeaderBytes:
		return standardRequest{}, ErrSignatureMalformed
	}
	seconds, err := parseTimestamp(timestamp)
	if err != nil {
		return standardRequest{}, err
	}
	parts := strings.Split(signature, " ")
	v1, v1a := matching(v1Form, parts), matching(v1aForm, parts)
	if len(v1)+len(v1a) == 0 {
		return standardRequest{}, ErrSignatureMalformed
	}
	return standardRequest{id, timestamp, seconds, v1, v1a[:min(len(v1a), maxV1aSignatures)]}, nil
}

func standardHeaders(header Header, prefix string) (id, timestamp, signature string, found bool) {
	id, hasID := value(header, prefix+"-id")
	timestamp, hasTimestamp := value(header, prefix+"-timestamp")
	signature, hasSignature := value(header, prefix+"-signature")
	return id, timestamp, signature, hasID || hasTimestamp || hasSignature
}

// value joins the lines of a repeated header as in HTTP, so that a repeated header is detected.
func value(header Header, name string) (joined string, found bool) {
	lines := header.Values(name)
	return strings.Join(lines, ", "), len(lines) > 0
}

var timestampForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,11})$`)

func parseTimestamp(text string) (int64, error) {
	if !timestampForm.MatchString(text) {
		return 0, ErrSignatureMalformed
	}
	return strconv.ParseInt(text, 10, 64)
}

func matching(form *regexp.Regexp, texts []string) []string {
	var found []string
	for _, text := range texts {
		if form.MatchString(text) {
			found = append(found, text)
		}
	}
	return found
}

// anyEqual compares with each signature in constant time, without stopping at the one that matches.
func anyEqual(signatures []string, expected string) bool {
	found := false
	for _, signature := range signatures {
		found = hmac.Equal([]byte(signature), []byte(expected)) || found
	}
	return found
}

func sign(key []byte, content ...[]byte) []byte {
	mac := hmac.New(sha256.New, key)
	for _, part := range content {
		mac.Write(part)
	}
	return mac.Sum(nil)
}

// decodeBase64 accepts text with or without its padding, and no other text that the decoder would tolerate.
func decodeBase64(text string) ([]byte, error) {
	encoding := base64.StdEncoding
	if !strings.HasSuffix(text, "=") {
		encoding = base64.RawStdEncoding
	}
	decoded, err := encoding.Strict().DecodeString(text)
	if err != nil || encoding.EncodeToString(decoded) != text { // The decoder skips line breaks.
		return nil, ErrSecretInvalid
	}
	return decoded, nil
}
