"""A library that fails in many ways."""
import json
import threading


class Shelf:
    def __init__(self, titles):
        self.titles = titles
        self.place = None


class LoanError(Exception):
    pass


class ReturnError(Exception):
    pass


def place_of(shelf, title):
    count = len(shelf.titles)
    if title == "reserved":
        return shelf.place.row + count
    return shelf.place.row


def lend(shelf, title):
    raise LoanError("%s is lent out" % title)


def take_back(kind, title):
    raise kind("%s was not lent" % title)


def count_all(shelf, number):
    return number / len([title for title in shelf.titles if title == "none"])


def find(catalogue, key):
    return catalogue[key]


def find_author(catalogue, key):
    return catalogue[key]


def parse(text):
    return json.loads(text)


def parse_index(text):
    return json.loads(text)


def store(shelf, number, moved=False):
    try:
        if moved:
            raise LookupError("no room %d" % number)
        raise OSError("disk %d is full" % number)
    except (OSError, LookupError) as cause:
        raise RuntimeError("the book was not stored") from cause


def store_again(shelf, number):
    try:
        raise OSError("disk %d is full" % number)
    except OSError:
        raise RuntimeError("the book was not stored")


def descend(node, depth):
    if depth == 0:
        raise ValueError("an empty leaf under %r" % (node,))
    return descend(node, depth - 1)


def descend_left(node, depth):
    if depth == 0:
        raise ValueError("an empty leaf under %r" % (node,))
    return descend_left(node, depth - 1)


def endless(number):
    return endless(number + 1)


def check(book):
    assert book.get("isbn"), "no ISBN in %s" % sorted(book)


def add(book):
    check(book)


def change(book):
    check(book)


def evaluate(formula):
    return eval(formula, {"price": None})


def execute(rule):
    exec(compile(rule, "<rule>", "exec"), {})


def pages(books):
    for book in books:
        yield book.pages


def count_pages(books):
    return sum(pages(books))


def sort(books):
    return sorted(books, key=lambda book: book.rank)


def sort_by_size(books):
    return sorted(books, key=lambda book: book.size)


def in_thread(name, work):
    thread = threading.Thread(target=work, name=name)
    thread.start()
    thread.join()


def open_book(path):
    with open(path) as file:
        return file.read()


async def fetch(number):
    raise ConnectionError("the publisher answered 50%d" % (number % 5))


async def show(number):
    return await fetch(number)


async def renew(number):
    return await fetch(number)
