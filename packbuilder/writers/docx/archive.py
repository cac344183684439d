"""Named bytes → a zip archive, the same for the same bytes.

`zipfile` deflates every entry again; here the fonts, which are most of a document and the same in
each, are deflated once. The format is that of APPNOTE.TXT 6.3, without what large files need.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_VERSION: Final = 20
_STORED: Final = 0
_DEFLATED: Final = 8
_PACKED: Final = (".jpg", ".jpeg")
"""Files that do not become smaller."""
_NEW_YEAR_1980: Final = 0x21


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """Pack files in the order given, all from 1980; names are ASCII, sizes below 4 GB."""
    entries, directory = bytearray(), bytearray()
    for name, data in files.items():
        if name.endswith(_PACKED):
            how, checksum, packed = _STORED, zlib.crc32(data), data
        else:
            how, (checksum, packed) = _DEFLATED, _deflate(data)
        about = (_VERSION, 0, how, 0, _NEW_YEAR_1980, checksum, len(packed), len(data))
        path = name.encode("ascii")
        place = (_VERSION, *about, len(path), 0, 0, 0, 0, 0, len(entries))
        directory += _CENTRAL.pack(b"PK\1\2", *place) + path
        entries += _LOCAL.pack(b"PK\3\4", *about, len(path), 0) + path + packed
    counts = (0, 0, len(files), len(files), len(directory), len(entries), 0)
    return bytes(entries + directory + _END.pack(b"PK\5\6", *counts))


@lru_cache(maxsize=64)
def _deflate(data: bytes) -> tuple[int, bytes]:
    """Return the checksum and the deflated bytes, kept for a few documents' worth of parts."""
    squeezer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return zlib.crc32(data), squeezer.compress(data) + squeezer.flush()
