"""The page used at random: no fault, no file outside, none half written."""

from __future__ import annotations

from helpers.page import Visitor
from helpers.projects import make_project
from helpers.random_use import RandomUser, remains

from packbuilder.web.server import served

STARTS = ("/", "/tools", "/e/hill/", "/e/hill/texts", "/e/hill/back", "/e/hill/import")
MORE = ("/e/hill/versions", "/e/hill/details/event", "/e/hill/texts/programme?change=0.0")


def test_random_use_breaks_nothing(tmp_path):
    root = make_project(tmp_path / "p", {"content/editions/hill.yaml": "venue: Hall\n"})
    with served(root, root / "output", jobs=0) as server:
        user = RandomUser(Visitor(server.address), 19, STARTS + MORE)
        user.use(60)
    assert user.faults == []
    assert remains(root) == []
    assert {each.name for each in tmp_path.iterdir()} <= {"p", "cache"}
