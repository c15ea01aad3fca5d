package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"
)

// What differs from one event of a flood to the next; the run chooses.
var run, _ = strconv.Atoi(os.Getenv("RUN"))

func pick(values ...string) string { return values[run-1] }

var (
	release = pick("parcels@3.0.0", "parcels@3.0.0", "parcels@3.0.1", "parcels@3.1.0")
	server  = pick("pod-7f9c", "pod-x2k8", "pod-m4n1", "pod-7f9c")
	number  = []int{73, 190021, 8, 640}[run-1]
	user    = pick("quin", "rosa", "sam", "tess")
	email   = pick("quin@parcels.example", "rosa.r@mail.example.org", "s@p.example", "t@p.example")
	uuid    = pick(
		"6ba7b810-9dad-41d1-80b4-00c04fd430c8", "e4eaaaf2-d142-41b3-8f80-9a1d5e1e6c2b",
		"2c1d43b8-e6d7-476e-b6ae-c9fa1fd5c1bb", "bb1d6a3c-1b5e-4e5a-9f0c-8d3f2b1a0c9d")
	path   = pick("/var/parcels/73.label", "/var/parcels/hub-2/9.label", "/mnt/in/2026/a.label", "/var/p/1.label")
	crumbs = [][]string{{"scanned"}, {"scanned", "weighed", "sorted"}, {}, {"lost"}}[run-1]
)

type depot struct {
	parcels []int
	next    *depot
}

type overweight struct{ grams int }

func (e *overweight) Error() string { return fmt.Sprintf("parcel weighs %d g", e.grams) }

type oversize struct{ grams int }

func (e *oversize) Error() string { return fmt.Sprintf("parcel weighs %d g", e.grams) }

func (d *depot) at(index int) int { return d.parcels[index] }

func (d *depot) last(index int) int { return d.parcels[len(d.parcels)+index] }

func (d *depot) count(strict bool) int {
	if strict {
		return len(d.next.parcels) - 1
	}
	return len(d.next.parcels)
}

func share(total, trucks int) int { return total / trucks }

func weigh(value interface{}) int { return value.(int) }

func sort(left int) {
	if left == 0 {
		panic(fmt.Sprintf("parcel %d has no hub", number))
	}
	sort(left - 1)
}

func load(number int) error {
	return fmt.Errorf("truck %d is late: %w", number, &overweight{number})
}

func loadLarge(number int) error {
	return fmt.Errorf("truck %d is late: %w", number, &oversize{number})
}

func inGoroutine(work func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	<-done
}

func caught(report func(interface{}), work func()) {
	defer func() {
		if cause := recover(); cause != nil {
			report(cause)
		}
	}()
	work()
}

type api struct {
	err         func(error)
	panicked    func(interface{})
	message     func(string)
	fingerprint func(...string)
}

type failure struct {
	name string
	fail func()
}

// Every way in which the parcels fail, by name.
func failures(a api) []failure {
	panics := func(work func()) func() { return func() { caught(a.panicked, work) } }
	empty := &depot{}
	return []failure{
		{"index-beyond", panics(func() { empty.at(number) })},
		{"index-beyond/last", panics(func() { empty.last(number) })},
		{"nil-depot", panics(func() { empty.count(false) })},
		{"nil-depot/strict", panics(func() { empty.count(true) })},
		{"division", panics(func() { share(number, len(empty.parcels)) })},
		{"wrong-weight", panics(func() { weigh([]interface{}{"73", 1.5, nil, "x"}[run-1]) })},
		{"hubs", panics(func() { sort([]int{2, 9, 5, 2}[run-1]) })},
		{"goroutine-failed", func() { inGoroutine(panics(func() { empty.at(number) })) }},
		{"late-truck", func() { a.err(load(number)) }},
		{"late-truck/oversize", func() { a.err(loadLarge(number)) }},
		{"overweight", func() { a.err(&overweight{number}) }},
		{"overweight/oversize", func() { a.err(&oversize{number}) }},
		{"parcel-lost", func() { a.err(errors.New("parcel " + uuid + " was lost")) }},
		{"parcel-lost/found", func() { a.err(errors.New("parcel " + uuid + " was found")) }},
		{"port-closed", func() {
			_, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", run), time.Second)
			a.err(err)
		}},
		{"port-closed/unknown", func() {
			_, err := net.DialTimeout("unix", fmt.Sprintf("/tmp/%s.sock", uuid), time.Second)
			a.err(err)
		}},
		{"number-unreadable", func() {
			_, err := strconv.Atoi(user)
			a.err(err)
		}},
		{"label-missing", func() {
			_, err := os.ReadFile(path)
			a.err(err)
		}},
		{"label-missing/folder", func() {
			a.err(os.Mkdir(path, 0o700))
		}},
		{"text-broken", func() {
			var into map[string]int
			a.err(json.Unmarshal([]byte(pick("<a>", "{\"a\" 1}", "[1,]", "}")), &into))
		}},
		{"message-uuid", func() { a.message("parcel " + uuid + " waits") }},
		{"message-uuid/leaves", func() { a.message("parcel " + uuid + " leaves") }},
		{"message-email", func() { a.message("no reply of " + email) }},
		{"message-email/late", func() { a.message("late reply of " + email) }},
		{"message-duration", func() {
			a.message(fmt.Sprintf("sorting took %s", time.Duration(number)*time.Millisecond))
		}},
		{"message-duration/loading", func() {
			a.message(fmt.Sprintf("loading took %s", time.Duration(number)*time.Millisecond))
		}},
		{"message-pointer", func() { a.message(fmt.Sprintf("depot %p is full", &depot{})) }},
		{"message-pointer/empty", func() { a.message(fmt.Sprintf("depot %p is empty", &depot{})) }},
		{"fingerprint-default", func() {
			a.fingerprint("{{ default }}", "hub-a")
			a.err(errors.New("parcel " + uuid + " was lost"))
		}},
		{"fingerprint-default/hub", func() {
			a.fingerprint("{{ default }}", "hub-b")
			a.err(errors.New("parcel " + uuid + " was lost"))
		}},
	}
}
