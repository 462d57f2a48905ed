// Command runvectors prints one JSON result for each verify case of a vector file: go run ./runvectors vectors.json
package main

import (
	"encoding/json"
	"log"
	"os"
	"strings"
	"time"

	harbor "github.com/harbor-webhooks/harbor/docs/spec/go"
)

type vector struct {
	Secrets          []string `json:"secrets"`
	Keys             []string `json:"keys"`
	Body             []byte   `json:"body_base64"`
	Header           *string  `json:"header"`
	Headers          lines    `json:"headers"`
	NowMs            int64    `json:"now_ms"`
	ToleranceSeconds int64    `json:"tolerance_seconds"`
}

// lines stands for http.Header, so that net/http does not have to be compiled.
type lines [][2]string

func (l lines) Values(name string) []string {
	var values []string
	for _, line := range l {
		if strings.EqualFold(line[0], name) {
			values = append(values, line[1])
		}
	}
	return values
}

func main() {
	log.SetFlags(0)
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var file struct {
		Verify []vector `json:"verify"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		log.Fatal(err)
	}
	results := json.NewEncoder(os.Stdout)
	for _, each := range file.Verify {
		if err := results.Encode(each.run()); err != nil {
			log.Fatal(err)
		}
	}
}

func (v vector) run() map[string]any {
	delivery, err := v.verify()
	if err != nil {
		return map[string]any{"ok": false, "code": err.Error()}
	}
	result := map[string]any{"ok": true, "timestamp": delivery.Timestamp}
	if v.Keys != nil {
		result["key_index"] = delivery.SecretIndex
		result["id"] = delivery.EventID
		return result
	}
	result["secret_index"] = delivery.SecretIndex
	result["headers_signed"] = delivery.HeadersSigned
	if delivery.HeadersSigned {
		result["ids"] = []string{delivery.EventID, delivery.EventType, delivery.DeliveryID}
	}
	return result
}

func (v vector) verify() (harbor.Delivery, error) {
	age := harbor.Age{
		Tolerance: time.Duration(v.ToleranceSeconds) * time.Second,
		Now:       func() time.Time { return time.UnixMilli(v.NowMs) },
	}
	if v.Keys != nil {
		verifier, err := harbor.NewStandardVerifier(v.Keys...)
		if err != nil {
			return harbor.Delivery{}, err
		}
		verifier.Age = age
		return verifier.Verify(v.Headers, v.Body)
	}
	verifier, err := harbor.NewVerifier(v.Secrets...)
	if err != nil {
		return harbor.Delivery{}, err
	}
	verifier.Age = age
	if v.Header != nil {
		return verifier.VerifyBody(*v.Header, v.Body)
	}
	return verifier.Verify(v.Headers, v.Body)
}
