// The parcels with raven-go.
package main

import (
	"fmt"
	"log"
	"os"
	"strconv"

	raven "github.com/getsentry/raven-go"
)

func main() {
	client, err := raven.New(os.Getenv("DSN"))
	if err != nil {
		log.Fatal(err)
	}
	client.SetRelease(release)
	client.SetEnvironment(pick("production", "staging", "production", "production"))
	client.SetIncludePaths([]string{"main"})
	client.SetUserContext(&raven.User{ID: strconv.Itoa(number), Email: email})
	tags := map[string]string{}
	var fingerprint []string

	send := func(packet *raven.Packet) {
		packet.ServerName = server
		packet.Fingerprint = fingerprint
		_, done := client.Capture(packet, tags)
		if err := <-done; err != nil {
			log.Fatal(err)
		}
	}
	trace := func(skip int) *raven.Stacktrace {
		return raven.NewStacktrace(skip, 3, client.IncludePaths())
	}
	parcels := api{
		err: func(err error) {
			send(raven.NewPacket(err.Error(), raven.NewException(err, trace(2))))
		},
		panicked: func(cause interface{}) {
			err, isError := cause.(error)
			if !isError {
				err = fmt.Errorf("%v", cause)
			}
			send(raven.NewPacket(err.Error(), raven.NewException(err, trace(2))))
		},
		message: func(text string) {
			send(raven.NewPacket(text, &raven.Message{Message: text}))
		},
		fingerprint: func(f ...string) { fingerprint = f },
	}
	for _, failure := range failures(parcels) {
		tags = map[string]string{"case": failure.name, "hub": pick("a", "b", "c", "a")}
		fingerprint = nil
		failure.fail()
	}
	client.Wait()
}
