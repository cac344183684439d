"""Records → bytes: to hash them by what they hold, to send them to another process, and to keep
them for later commands.

Python's own way looks up the fields of a record again each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import pickle
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from packbuilder.storage.cache import Artifact, Store, cache_store
from packbuilder.storage.state import program

T = TypeVar("T")

Reducer = Callable[[Any], Any]
"""Takes a record apart, into a function and its arguments that put it together."""


def hash_of(*parts: object) -> str:
    """Hash values by what they hold; without its memo, a pickle does not tell twins from one."""
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, protocol=5)
    pickler.fast = True
    pickler.dispatch_table = _HASHED
    pickler.dump((program(), *parts))
    return hashlib.sha256(stream.getbuffer()).hexdigest()


def memoized_by_object(find: Callable[[Any], T], most: int = 256) -> Callable[[Any], T]:
    """Return what finds out the same of records as `find`, such as their hash, once for each
    object: many jobs hold the same ones. So many as are the `most` are remembered, the last ones.
    """
    known: dict[int, tuple[object, T]] = {}

    def find_once(record: object) -> T:
        found = known.pop(id(record), None)
        if found is None or found[0] is not record:
            found = record, find(record)
        known[id(record)] = found  # behind all others
        if len(known) > most:
            known.pop(next(iter(known)), None)
        return found[1]

    return find_once


hash_object = memoized_by_object(hash_of)
"""The hash of a record, worked out once for each object."""


def pack_record(record: object) -> bytes:
    """Write a record for another process, where `pickle` reads it."""
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, protocol=5)
    pickler.dispatch_table = _SENT
    pickler.dump(record)
    return stream.getvalue()


def cached_record(kind: type[T], made_from: Sequence[object], make: Callable[[], T]) -> T:
    """Return a record of a kind that was kept under what it is made from, or make and keep it."""
    store = cache_store()
    if store is None:
        return make()
    key = hash_of(kind.__qualname__, *made_from)
    found = store.get(key)
    record = load_cached(found) if found else None
    if not isinstance(record, kind):
        record = make()
        cache_record(store, key, record)
    return record


def cache_record(store: Store, key: str, record: object, **facts: object) -> None:
    """Keep a record for later commands."""
    with contextlib.suppress(OSError, pickle.PicklingError):  # they make again what cannot be kept
        store.put(key, pack_record(record), facts)


def load_cached(found: Artifact) -> object:
    """Return a record that was kept; nothing where it is not as it was."""
    with contextlib.suppress(pickle.UnpicklingError):
        return unpack_record(found.data)
    return None


def unpack_record(data: bytes) -> object:
    """Read a record that was kept; raise `UnpicklingError` for what holds anything else than
    records, as files that others may have written.
    """
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except (AttributeError, EOFError, ImportError, IndexError, TypeError, ValueError) as error:
        raise pickle.UnpicklingError(str(error)) from error


class _Unpickler(pickle.Unpickler):
    """Makes records, and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a type of records, or what puts one together."""
        if (module, name) == (__name__, _put_together.__name__):
            return _put_together
        if (module, name) == ("datetime", "date") or module.startswith("packbuilder."):
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, (date, Enum))):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no record")


class _Hashed(dict[type, Reducer]):
    """How records are taken apart to be hashed."""

    def __missing__(self, kind: type) -> Reducer:
        if not is_dataclass(kind):
            raise KeyError(kind)
        take = _taker(kind, "__class__")
        if any(str(each.type).startswith("frozenset") for each in fields(kind)):
            self[kind] = lambda record: (kind, tuple(map(_in_order, take(record))))
        else:
            self[kind] = lambda record: (kind, take(record))
        return self[kind]


def _in_order(value: object) -> object:
    """Return a set in an order that is the same in every process, and any other value as it is."""
    return sorted(value) if isinstance(value, frozenset) else value


class _Sent(dict[type, Reducer]):
    """How records are taken apart to be put together again. Those that are no more than their
    fields are; others, such as jobs, which remember their keys, go as Python does it.
    """

    def __missing__(self, kind: type) -> Reducer:
        if issubclass(kind, Enum):  # each version of Python has another way
            self[kind] = lambda member: (kind, (member.value,))
            return self[kind]
        if not is_dataclass(kind) or kind.__dictoffset__ or not fields(kind):
            raise KeyError(kind)
        take = _taker(kind, fields(kind)[0].name)
        self[kind] = lambda record: (_put_together, (kind, take(record)))
        return self[kind]


def _taker(kind: Any, filler: str) -> Callable[[Any], tuple[object, ...]]:
    """Return what takes the values of a record's fields; for one value alone it gives no tuple, so
    the filler stands beside it.
    """
    names = [each.name for each in fields(kind)]
    return attrgetter(*names, *[filler] * (2 - len(names)))


def _put_together(kind: type, values: Sequence[object]) -> object:
    """Return a record with these values in its fields."""
    made: object = object.__new__(kind)
    for put, value in zip(_setters(kind), values, strict=False):  # a filler is left over
        put(made, value)
    return made


@cache
def _setters(kind: Any) -> list[Callable[[object, object], None]]:
    return [getattr(kind, each.name).__set__ for each in fields(kind)]


_HASHED, _SENT = _Hashed(), _Sent()
