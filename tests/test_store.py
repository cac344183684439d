"""Kept results: the same bytes or nothing."""

from __future__ import annotations

import os

import pytest

from packbuilder.diagnostics import Code, PackError
from packbuilder.storage.cache import Store, clear, open_store

KEY = "ab" * 32


@pytest.fixture
def store(tmp_path) -> Store:
    (tmp_path / "results").mkdir()
    return Store(tmp_path / "results")


def test_what_was_put_is_there(store):
    assert store.get(KEY) is None
    store.put(KEY, b"bytes\nof all\x00kinds", {"pages": 2})
    made = store.get(KEY)
    assert (made.data, made.facts) == (b"bytes\nof all\x00kinds", {"pages": 2})


def test_a_result_cut_or_changed_anywhere_counts_as_none(store):
    store.put(KEY, b"some bytes", {"pages": None})
    file = store.folder / KEY[:2] / KEY
    whole = file.read_bytes()
    for place in range(len(whole)):
        for damaged in (
            whole[:place],
            whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :],
        ):
            file.write_bytes(damaged)
            made = store.get(KEY)
            assert made is None or made.data == b"some bytes"
            file.unlink(missing_ok=True)


@pytest.mark.parametrize("fate", ["deleted", "changed"])
def test_bytes_that_are_gone_when_they_are_asked_for_are_reported(store, fate):
    """They are read late, so that nobody keeps those of a whole pack in memory."""
    store.put(KEY, b"bytes", {})
    made, file = store.get(KEY), store.folder / KEY[:2] / KEY
    if fate == "deleted":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes().replace(b"bytes", b"bites"))
    with pytest.raises(PackError) as caught:
        _ = made.data
    assert [found.code for found in caught.value.diagnostics] == [Code.RESULT_GONE]


def test_the_longest_unused_go_first(store):
    keys = [f"{number:064x}" for number in range(5)]
    for number, key in enumerate(keys):
        store.put(key, bytes(1000), {})
        os.utime(store.folder / key[:2] / key, (number, number))
    store.get(keys[0])
    store.trim(3500)
    assert [key for key in keys if store.get(key)] == [keys[0], keys[3], keys[4]]


def test_nothing_is_kept_where_nothing_can_be(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with open_store(tmp_path / "file") as store:
        store.put(KEY, b"bytes", {})
        assert store.get(KEY).data == b"bytes"
    assert not store.folder.exists()
    assert clear(None) == 0
