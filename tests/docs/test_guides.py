"""Every guide: short, plain, its links lead somewhere, and it is true to the code's names."""

import re

import pytest
from helpers.guides import (
    CHANGES,
    CLUSTER,
    CONTENT,
    GUIDES,
    PLAN,
    README,
    ROOT,
    TEMPLATES,
    prose,
    read,
)

from packbuilder import __version__

LONGEST = {README: 368, CONTENT: 670, TEMPLATES: 201, PLAN: 242, CHANGES: 200, CLUSTER: 40}


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_is_short(guide):
    assert len(read(guide).splitlines()) <= LONGEST[guide]


@pytest.mark.parametrize("guide", GUIDES)
def test_links_between_guides_lead_to_files(guide):
    targets = re.findall(r"\]\(([^)#\s]+)\)", re.sub("`[^`]*`", "", prose(guide)))
    here = (ROOT / guide).parent
    assert [t for t in targets if "://" not in t and not (here / t).exists()] == []


@pytest.mark.parametrize("guide", [CONTENT, TEMPLATES])
def test_a_guide_that_is_copied_needs_no_file_outside_its_folder(guide):
    assert "](../" not in read(guide)


def test_the_changelog_tells_of_this_version():
    versions = re.findall(r"^## \[?([^\]\s]+)", read(CHANGES), re.MULTILINE)
    assert versions[0] == "Unreleased"
    assert __version__ in versions
    assert "://" not in read(CHANGES)
