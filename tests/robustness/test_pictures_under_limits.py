"""Pictures are decoded where limits of time and memory hold; whatever happens is a message."""

from __future__ import annotations

import io
import sys

import pytest
from helpers.projects import HEAD, PROGRAMME
from PIL import Image

from packbuilder.diagnostics import ExitCode
from packbuilder.pdf import archive
from packbuilder.pipeline import decoding
from packbuilder.pipeline.apart import Apart
from packbuilder.pipeline.decoding import Decoder, open_decoder
from packbuilder.theme import pictures
from packbuilder.theme.photographs import UnusableError

TOO_MUCH = "it takes too much time or memory to decode"

BODY = f"{HEAD}# One {{#morning}}\n\n![A plan.](images/a.png)\n\n![A plan.](images/b.svg)\n"
RICH = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><style>.a {fill: #123456}</style>'
    '<rect class="a" width="60" height="40"/></svg>'
)


def photograph(width: int, height: int, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, "PNG")
    return out.getvalue()


def test_one_picture_after_the_other_is_decoded():
    with open_decoder() as decoder:
        for kind, data in (("photograph", photograph(60, 40)), ("drawing", RICH.encode())):
            assert decoder.make(kind, data) == pictures.make_bitmap(kind, data)
        with pytest.raises(UnusableError, match="it is damaged") as caught:
            decoder.make("photograph", photograph(60, 40)[:60])
        assert caught.value.help == "save it again as PNG or JPEG"
        assert decoder.make("photograph", photograph(6, 4))[1] == {"width": 6, "height": 4}


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux")
def test_a_picture_that_needs_too_much_memory_costs_itself():
    decoder = Decoder(memory=500_000_000)
    try:
        with pytest.raises(UnusableError, match="memory"):
            decoder.make("photograph", photograph(6_000, 6_000, "RGBA"))
        assert decoder.make("photograph", photograph(6, 4))[1] == {"width": 6, "height": 4}
    finally:
        decoder.close()


def test_a_picture_that_takes_too_long_costs_itself():
    decoder = Decoder(seconds=0.001)
    with pytest.raises(UnusableError, match=TOO_MUCH):
        decoder.make("photograph", photograph(60, 40))
    assert decoder._apart._process is None


def test_a_process_that_is_gone_costs_one_picture():
    with open_decoder() as decoder:
        decoder.make("photograph", photograph(60, 40))
        decoder._apart._process.kill()
        decoder._apart._process.join()
        with pytest.raises(UnusableError, match=TOO_MUCH):
            decoder.make("photograph", photograph(60, 40))
        assert decoder.make("photograph", photograph(60, 40))[0]


def test_no_picture_is_decoded_in_the_process_of_the_build(project, packbuilder, monkeypatch):
    """Neither photographs nor drawings that only their engine can draw; and none twice."""
    started = []
    start = Apart._start
    monkeypatch.setattr(Apart, "_start", lambda self: started.append(self) or start(self))
    monkeypatch.setattr(pictures, "prepare_bitmap", None)
    monkeypatch.setattr(decoding, "make_bitmap", None)
    images = {"content/images/a.png": photograph(60, 40), "content/images/b.svg": RICH}
    folder = project({PROGRAMME: BODY, **images})
    assert packbuilder(folder, "check").exit_code == ExitCode.OK
    assert packbuilder(folder, "build", "--jobs", "0").exit_code == ExitCode.OK
    assert len(started) == 2, "one looks at all, one decodes the photograph that was glanced at"
    assert packbuilder(folder, "build", "--jobs", "0").exit_code == ExitCode.OK
    assert len(started) == 2


def test_a_picture_beyond_the_limits_is_reported_at_its_line(project, packbuilder, monkeypatch):
    def make(self, kind, data):
        raise UnusableError(TOO_MUCH, "save it smaller, as PNG or JPEG")

    monkeypatch.setattr(Decoder, "make", make)
    other = RICH.replace("#123456", "#654321")  # as what was drawn once is kept
    folder = project(
        {PROGRAMME: BODY, "content/images/a.png": b"any", "content/images/b.svg": other}
    )
    done = packbuilder(folder, "check")
    assert done.exit_code == ExitCode.CONTENT
    for line, name in ((9, "a.png"), (11, "b.svg")):
        said = f"the image “content/images/{name}” cannot be used: {TOO_MUCH}"
        assert f"{PROGRAMME}:{line}:1: error[PB210]: {said}" in done.output


def test_a_colour_profile_that_cannot_be_read_is_a_message(
    cache, project, packbuilder, monkeypatch
):
    monkeypatch.setattr(archive, "_PROFILE", "no/such/profile.icc")
    done = packbuilder(project(), "build", "--jobs", "0")
    assert done.exit_code == ExitCode.MISSING_DEPENDENCY
    assert "the colour profile of the PDF engine cannot be read" in done.output
