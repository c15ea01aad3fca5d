// The parcels with sentry-go.
package main

import (
	"log"
	"os"
	"strconv"
	"time"

	"github.com/getsentry/sentry-go"
)

func main() {
	// One event after the other: a queue of its own would be full soon.
	transport := sentry.NewHTTPSyncTransport()
	transport.Timeout = 20 * time.Second
	err := sentry.Init(sentry.ClientOptions{
		Dsn:         os.Getenv("DSN"),
		Release:     release,
		ServerName:  server,
		Environment: pick("production", "staging", "production", "production"),
		Transport:   transport,
	})
	if err != nil {
		log.Fatal(err)
	}
	parcels := api{
		err:         func(err error) { sentry.CaptureException(err) },
		panicked:    func(cause interface{}) { sentry.CurrentHub().Recover(cause) },
		message:     func(text string) { sentry.CaptureMessage(text) },
		fingerprint: func(f ...string) { sentry.CurrentHub().Scope().SetFingerprint(f) },
	}
	for _, failure := range failures(parcels) {
		sentry.WithScope(func(scope *sentry.Scope) {
			scope.SetTag("case", failure.name)
			scope.SetTag("hub", pick("a", "b", "c", "a"))
			scope.SetUser(sentry.User{ID: strconv.Itoa(number), Email: email})
			for _, crumb := range crumbs {
				scope.AddBreadcrumb(&sentry.Breadcrumb{Message: crumb, Timestamp: time.Now()}, 100)
			}
			failure.fail()
		})
	}
}
