module github.com/harbor-webhooks/harbor/docs/spec/go

go 1.21
