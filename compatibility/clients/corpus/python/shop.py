"""The library with sentry_sdk 1: fails in all its ways, by name."""
import asyncio
import logging
import os


import sentry_sdk

import flood
import library

LOANS = logging.getLogger("library.loans")
# Nothing is to be seen of what is logged.
logging.getLogger().addHandler(logging.NullHandler())


def logged_with_trace(text, work):
    try:
        work()
    except Exception:
        LOANS.exception(text, flood.NUMBER)


def message(text, **scope):
    sentry_sdk.capture_message(text, **scope)


def with_fingerprint(fingerprint, work):
    with sentry_sdk.configure_scope() as scope:
        scope.fingerprint = fingerprint
    work()


def transaction(name, op):
    with sentry_sdk.start_transaction(op=op, name=name):
        with sentry_sdk.start_span(op="db", description="SELECT %d" % flood.NUMBER):
            pass


def in_transaction(name, work):
    with sentry_sdk.configure_scope() as scope:
        scope.transaction = name
    work()


SHELF = library.Shelf(flood.TITLES)

FAILURES = {
    "place-of-book": lambda: library.place_of(SHELF, flood.USER),
    "place-of-book/reserved": lambda: library.place_of(SHELF, "reserved"),
    "book-lent-out": lambda: library.lend(SHELF, flood.UUID),
    "book-not-lent": lambda: library.take_back(library.LoanError, flood.UUID),
    "book-not-lent/returned": lambda: library.take_back(library.ReturnError, flood.UUID),
    "division": lambda: library.count_all(SHELF, flood.NUMBER),
    "key-missing": lambda: library.find({}, "isbn-%d" % flood.NUMBER),
    "key-missing/author": lambda: library.find_author({}, "isbn-%d" % flood.NUMBER),
    "text-broken": lambda: library.parse(flood.pick("<xml>", '{"id": 1', "[1,]", "}")),
    "text-broken/index": lambda: library.parse_index(flood.pick("<xml>", '{"id": 1', "[1,]", "}")),
    "book-not-stored": lambda: library.store(SHELF, flood.NUMBER),
    "book-not-stored/no-room": lambda: library.store(SHELF, flood.NUMBER, moved=True),
    "book-not-stored/in-handling": lambda: library.store_again(SHELF, flood.NUMBER),
    "empty-leaf": lambda: library.descend(SHELF, flood.pick(2, 9, 5, 2)),
    "empty-leaf/left": lambda: library.descend_left(SHELF, flood.pick(2, 9, 5, 2)),
    "endless-recursion": lambda: library.endless(flood.NUMBER),
    "isbn-missing": lambda: library.add({"title": flood.UUID, flood.USER: 1}),
    "isbn-missing/change": lambda: library.change({"title": flood.UUID, flood.USER: 1}),
    "formula-broken": lambda: library.evaluate("price * %d + None" % flood.NUMBER),
    "rule-broken": lambda: library.execute("x = 1\nraise ValueError('rule %d')" % flood.NUMBER),
    "pages-missing": lambda: library.count_pages([SHELF] * len(flood.USER)),
    "rank-missing": lambda: library.sort([SHELF, SHELF]),
    "rank-missing/size": lambda: library.sort_by_size([SHELF, SHELF]),
    "thread-failed": lambda: library.in_thread(
        "worker-%d" % flood.NUMBER, lambda: library.lend(SHELF, flood.USER)
    ),
    "thread-failed/returning": lambda: library.in_thread(
        "worker-%d" % flood.NUMBER, lambda: library.take_back(library.LoanError, flood.USER)
    ),
    "file-missing": lambda: library.open_book(flood.PATH),
    "publisher-away": lambda: asyncio.run(library.show(flood.NUMBER)),
    "publisher-away/renew": lambda: asyncio.run(library.renew(flood.NUMBER)),
    "logged-params": lambda: LOANS.error("user %s has %d books too many", flood.USER, flood.NUMBER),
    "logged-params/days": lambda: LOANS.error("user %s is %d days late", flood.USER, flood.NUMBER),
    "logged-text": lambda: LOANS.error(f"card {flood.UUID} of {flood.EMAIL} is locked"),
    "logged-text/unknown": lambda: LOANS.error(f"card {flood.UUID} of {flood.EMAIL} is unknown"),
    "logged-object": lambda: LOANS.error("cannot close %s" % (SHELF,)),
    "logged-object/open": lambda: LOANS.error("cannot open %s" % (SHELF,)),
    "logged-words": lambda: LOANS.error("title %s is unknown", flood.pick("Dune", "War and Peace", "Emma", "Faust")),
    "logged-words/author": lambda: LOANS.error("author %s is unknown", flood.pick("Dune", "War and Peace", "Emma", "Faust")),
    "logged-exception": lambda: logged_with_trace(
        "loan %d failed", lambda: library.lend(SHELF, flood.USER)
    ),
    "logged-exception/other-cause": lambda: logged_with_trace(
        "loan %d failed", lambda: library.take_back(library.LoanError, flood.USER)
    ),
    "message-time": lambda: message(f"no delivery since {flood.TIME}"),
    "message-time/order": lambda: message(f"no order since {flood.TIME}"),
    "message-path": lambda: message(f"cannot read '{flood.PATH}': broken archive"),
    "message-path/password": lambda: message(f"cannot read '{flood.PATH}': needs a password"),
    "message-fraction": lambda: message("query took %.3f s of 2 s" % (flood.NUMBER / 7)),
    "message-fraction/job": lambda: message("job took %.3f s of 2 s" % (flood.NUMBER / 7)),
    "message-letters": lambda: message(f"Gerät {flood.NUMBER} antwortet nicht – später erneut"),
    "message-letters/slow": lambda: message(f"Gerät {flood.NUMBER} antwortet spät – später erneut"),
    "message-of-address": lambda: message("lost <Shelf object at 0x7f%08x>" % (flood.NUMBER * 4099)),
    "type-alone": lambda: sentry_sdk.capture_exception(library.LoanError()),
    "type-alone/returned": lambda: sentry_sdk.capture_exception(library.ReturnError()),
    "value-alone": lambda: sentry_sdk.capture_exception(library.LoanError(f"limit of {flood.EMAIL} reached")),
    "value-alone/card": lambda: sentry_sdk.capture_exception(library.LoanError(f"card of {flood.EMAIL} lost")),
    "value-alone/returned": lambda: sentry_sdk.capture_exception(library.ReturnError(f"limit of {flood.EMAIL} reached")),
    "page-of-request": lambda: in_transaction(
        flood.pick("/book/1201", "/book/7", "/book/640331", "/book/88"),
        lambda: message("the page was slow"),
    ),
    "page-of-request/loan": lambda: in_transaction("/loan/7", lambda: message("the page was slow")),
    "error-of-request": lambda: in_transaction(
        flood.pick("library.views.book", "library.views.books", "library.views.loan", "a"),
        lambda: library.lend(SHELF, flood.USER),
    ),
    "fingerprint-default": lambda: with_fingerprint(
        ["{{ default }}", "branch-north"], lambda: library.lend(SHELF, flood.USER)
    ),
    "fingerprint-default/south": lambda: with_fingerprint(
        ["{{ default }}", "branch-south"], lambda: library.lend(SHELF, flood.USER)
    ),
    "fingerprint-default/other": lambda: with_fingerprint(
        ["{{ default }}", "branch-north"], lambda: library.find({}, flood.USER)
    ),
    "fingerprint-variable": lambda: with_fingerprint(
        ["{{ transaction }}", "{{ error.type }}"],
        lambda: in_transaction("loans", lambda: library.lend(SHELF, flood.USER)),
    ),
    "fingerprint-variable/page": lambda: with_fingerprint(
        ["{{ transaction }}", "{{ error.type }}"],
        lambda: in_transaction("books", lambda: library.lend(SHELF, flood.USER)),
    ),
    "fingerprint-variable/type": lambda: with_fingerprint(
        ["{{ transaction }}", "{{ error.type }}"],
        lambda: in_transaction("loans", lambda: library.find({}, flood.USER)),
    ),
    "transaction-lend": lambda: transaction("library.lend", "task"),
    "transaction-lend/return": lambda: transaction("library.return", "task"),
}


def main():
    sentry_sdk.init(
        os.environ["DSN"],
        release=flood.RELEASE,
        environment=flood.pick("production", "staging", "production", "production"),
        server_name=flood.SERVER,
        traces_sample_rate=1.0,
        send_default_pii=True,
        request_bodies="always",
    )
    for name, fail in FAILURES.items():
        with sentry_sdk.push_scope() as scope:
            scope.clear()
            scope.set_tag("case", name)
            scope.set_tag("branch", flood.pick("north", "south", "east", "north"))
            scope.set_user({"id": str(flood.NUMBER), "email": flood.EMAIL})
            for crumb in flood.CRUMBS:
                sentry_sdk.add_breadcrumb(category="library", message=crumb)
            try:
                fail()
            except Exception:
                sentry_sdk.capture_exception()
    sentry_sdk.flush(20)


main()
