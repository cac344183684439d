from __future__ import annotations

import pytest
from helpers.page import Visitor
from helpers.projects import make_project

from packbuilder.web.server import served

EDITION = "content/editions/hilltown.yaml"


@pytest.fixture
def root(tmp_path):
    return make_project(tmp_path / "project", {EDITION: "short_name: Hilltown  # as people say\n"})


@pytest.fixture
def page(root):
    """The page of a small project, and who visits it."""
    with served(root, root / "output", jobs=0) as server:
        visitor = Visitor(server.address)
        visitor.server = server
        yield visitor
