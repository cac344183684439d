"""Bytes by name → an archive that every program reads."""

from __future__ import annotations

import io
import zipfile

from packbuilder.writers.docx.archive import write_archive


def test_photographs_are_not_packed_again():
    files = {"word/document.xml": b"<a/>" * 99, "word/media/image1.jpg": b"photo" * 99}
    with zipfile.ZipFile(io.BytesIO(write_archive(files))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files
        kinds = [each.compress_type for each in archive.infolist()]
    assert kinds == [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]
