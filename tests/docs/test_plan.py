"""packbuilder/README.md: the plan is the program's, module for module and contract for contract."""

from __future__ import annotations

import re
import tomllib

from helpers.guides import PLAN, ROOT, named, prose

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]


def table(header: str) -> list[list[str]]:
    rows = prose(PLAN).split(f"| {header} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_every_module_stands_in_the_map():
    package = ROOT / "packbuilder"
    files = {file.relative_to(package) for file in package.rglob("*.py")}
    shown = {name for row in table("Layer") for name in re.findall("`(.+?)`", row[1])}
    inside = {name for row in table("Layer") for name in re.findall(r"`(\w+\.py)`", row[2])}
    for file in files:
        folder = f"{file.parent.as_posix()}/"
        if file.parts[:2] in (("writers", "docx"), ("writers", "html")) or "markup" in file.parts:
            assert folder in shown
        elif file.name == "__init__.py":
            assert folder in {"./"} | shown
        else:
            assert file.as_posix() in shown
    assert {name for name in shown if not (package / name).exists()} == set()
    writers = {file.name for file in (package / "writers").rglob("*.py")}
    assert inside <= writers


def test_every_file_that_is_named_exists():
    paths = {name for name in named(PLAN) if re.fullmatch(r"[\w.]+(/[\w.]*)+", name)}
    places = (ROOT, ROOT / "packbuilder", ROOT / "packbuilder/writers/docx")
    assert {p for p in paths if not any((place / p).exists() for place in places)} == set()


def test_layers_are_those_of_the_contract():
    (contract,) = [c for c in CONTRACTS if c["type"] == "layers"]
    layers = {
        name.strip(): number
        for number, line in enumerate(reversed(contract["layers"]), 1)
        for name in line.split("|")
    }
    shown = {
        name.removesuffix(".py").rstrip("/"): int(number)
        for number, modules, _ in table("Layer")
        for name in re.findall("`(.+?)`", modules)
        if number
    }
    assert shown == layers


def test_engines_are_those_of_the_contracts():
    protected = {
        module: {name.removeprefix("packbuilder.") for name in contract["allowed_importers"]}
        for contract in CONTRACTS
        if contract["type"] == "protected"
        for module in contract["protected_modules"]
    }
    shown = {
        engine: set(re.findall("`(.+?)`", places))
        for engines, places in table("Engine")
        for engine in re.findall("`(.+?)`", engines)
    }
    assert shown == protected
