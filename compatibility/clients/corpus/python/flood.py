"""What differs from one event of a flood to the next; the run chooses."""
import os

RUN = int(os.environ["RUN"])


def pick(*values):
    return values[RUN - 1]


RELEASE = pick("books@4.0.1", "books@4.0.1", "books@4.0.2", "books@4.1.0")
SERVER = pick("worker-1", "worker-2", "worker-9", "worker-1")
NUMBER = pick(1201, 7, 640331, 88)
USER = pick("ella", "finn", "gus", "hana")
EMAIL = pick("ella@books.example", "finn.o'neil@mail.example.org", "g@b.example", "h@b.example")
UUID = pick(
    "0b6a1f2e-55aa-4c1b-9d60-3f0a7b6c5d41",
    "f47ac10b-58cc-4372-a567-0e02b2c3d479",
    "9b2d8e37-1c4f-4a6b-8e9d-7f6a5b4c3d2e",
    "1f0e2d3c-4b5a-4678-9a8b-7c6d5e4f3a2b",
)
TIME = pick("2026-03-01 09:15:22", "2026-03-02 23:59:01", "2026-11-22 18:10:44", "2026-12-01 00:00:00")
PATH = pick("/srv/books/17.epub", "/srv/books/tenant-7/18.epub", "/mnt/in/2026/03/a.epub", "/srv/books/2.epub")
TITLES = pick(["Dune"], ["Emma", "Ulysses", "Middlemarch"], [], ["Faust"])
CRUMBS = pick(["searched"], ["logged in", "searched dune", "opened a book"], [], ["paid"])
