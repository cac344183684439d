"""Finished bytes → files on disk, with manifest and zip, replaced together or not at all."""

from packbuilder.publish.locking import locked
from packbuilder.publish.manifest import (
    MANIFEST,
    count_pages,
    make_manifest,
    make_zip,
    read_manifest,
)
from packbuilder.publish.replacing import (
    Delivery,
    check_writable,
    finish_deliveries,
    read_result,
    told,
    write_file,
)

__all__ = [
    "MANIFEST",
    "Delivery",
    "check_writable",
    "count_pages",
    "finish_deliveries",
    "locked",
    "make_manifest",
    "make_zip",
    "read_manifest",
    "read_result",
    "told",
    "write_file",
]
