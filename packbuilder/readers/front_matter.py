"""YAML head of a Markdown file → Metadata, every key checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from packbuilder.diagnostics import RULES, Code, Diagnostic, PackError, Span, nearest
from packbuilder.model import Metadata
from packbuilder.settings.dates import is_language, unknown_language
from packbuilder.settings.names import find_unknown
from packbuilder.settings.schema import to_type
from packbuilder.settings.strict_yaml import YamlNode, read_yaml

_DEPTHS = {"true": "2", "false": "0", "1": "1", "2": "2"}
"""How many levels of headings are listed, by what is written."""


def read_front_matter(
    text: str, span: Span, usual_language: str
) -> tuple[Metadata, Mapping[str, Span]]:
    """Read the head that starts at `span`, and say where its keys stand. A document whose head
    names no language is in the usual one.

    Raises `PackError` with all that is wrong, and with what the other keys say.
    """
    problems: list[Diagnostic] = []
    node = _with_depth(_full_roles(read_yaml(text, span)), problems)
    try:
        head = to_type(node, Metadata)
    except PackError as error:
        problems += error.diagnostics
        if not isinstance(error.rest, Metadata):
            raise PackError(problems) from None
        head = replace(error.rest, title=error.rest.title or PurePosixPath(span.path).stem)
    places = dict(node.places())
    if "language" not in places:
        head = replace(head, language=usual_language)
    elif not is_language(head.language):
        problems.append(unknown_language(head.language, node.find(("language",)).span))
        head = replace(head, language=usual_language)
    for rule in head.excuse:
        where = node.find(("excuse", rule)).span
        problems += find_unknown(rule, RULES, Code.VALUE_WRONG, "rule", where)
    meant = {nearest(r, RULES) or r: reason for r, reason in head.excuse.items() if r not in RULES}
    head = replace(head, excuse={**meant, **head.excuse}) if meant else head
    if head.numbered is None:
        head = replace(head, numbered=head.kind == "report")
    if problems:
        raise PackError(problems, (head, places))
    return head, places


def _with_depth(node: YamlNode, problems: list[Diagnostic]) -> YamlNode:
    """Write `contents` as the number of levels that are listed: `true` is 2, `false` none."""
    if not isinstance(node.value, dict) or "contents" not in node.value:
        return node
    asked = node.value["contents"]
    if not isinstance(asked.value, str):
        return node
    if asked.value not in _DEPTHS:
        message = f"“{asked.value}” does not fit contents"
        help = "write true, false, or 1 to list main headings alone"
        problems.append(Diagnostic(Code.VALUE_WRONG, asked.span, message, help))
    levels = replace(asked, value=_DEPTHS.get(asked.value, "0"))
    return replace(node, value={**node.value, "contents": levels})


def _full_roles(node: YamlNode) -> YamlNode:
    """Write in full what may be written in short: one role for a list, a number for spare copies.

    `print: {per: person, spare: 2}` is `print: [{per: person, spare: {least: 2}}]`.
    """
    if not isinstance(node.value, dict) or "print" not in node.value:
        return node
    roles = node.value["print"]
    if isinstance(roles.value, dict):
        roles = replace(roles, value=[replace(roles, key_span=None)])
    if isinstance(roles.value, list):
        roles = replace(roles, value=[_full_spare(role) for role in roles.value])
    return replace(node, value={**node.value, "print": roles})


def _full_spare(role: YamlNode) -> YamlNode:
    spare = role.value.get("spare") if isinstance(role.value, dict) else None
    if spare is None or not isinstance(spare.value, str) or not isinstance(role.value, dict):
        return role
    return replace(role, value={**role.value, "spare": replace(spare, value={"least": spare})})
