"""What Debian's python3-sentry-sdk can send."""

import os

import sentry_sdk
from sentry_sdk.transport import HttpTransport

DELIVERED = []


class CountingTransport(HttpTransport):
    """Counts what Sentry answered 200."""

    def _make_pool(self, *args, **kwargs):
        pool = super()._make_pool(*args, **kwargs)
        request = pool.request

        def counted(*args, **kwargs):
            response = request(*args, **kwargs)
            if response.status == 200:
                DELIVERED.append(response)
            return response

        pool.request = counted
        return pool


def chain():
    try:
        try:
            raise OSError("disk über full")
        except OSError as error:
            raise RuntimeError("storage") from error
    except RuntimeError:
        raise ValueError("no basket")


def without_own_requests(crumb, hint):
    """The SDK's own sending, in its own thread, is among the breadcrumbs or not by chance."""
    return None if crumb.get("category") == "httplib" else crumb


def report(identifier):
    print("ID", identifier)


def main():
    sentry_sdk.init(
        os.environ["DSN"],
        transport=CountingTransport,
        release="shop@1.2.3",
        environment="compatibility",
        traces_sample_rate=1.0,
        before_breadcrumb=without_own_requests,
    )
    sentry_sdk.Hub.current.start_session()
    sentry_sdk.set_user({"id": "42", "email": "anna@shop.example"})
    sentry_sdk.set_tag("part", "basket")
    sentry_sdk.set_extra("items", 3)
    sentry_sdk.add_breadcrumb(category="navigation", message="opened the basket")
    try:
        chain()
    except ValueError:
        report(sentry_sdk.capture_exception())
    report(sentry_sdk.capture_message('a message with "quotes" and ☃', level="warning"))
    with sentry_sdk.push_scope() as scope:
        scope.add_attachment(bytes=b"log\n\x00\xff\n{}\n", filename="shop.log")
        report(sentry_sdk.capture_exception(ZeroDivisionError("division by zero")))
    with sentry_sdk.start_transaction(op="http.server", name="GET /basket"):
        with sentry_sdk.start_span(op="db", description="SELECT * FROM basket"):
            pass
    sentry_sdk.Hub.current.end_session()
    sentry_sdk.flush(60)
    print("VERSION", sentry_sdk.VERSION)
    print("DELIVERED", len(DELIVERED))


main()
