"""Somebody who uses the page at random: links, forms as they are, odd words and files."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urlencode

from helpers.page import BOUNDARY, Answer, Visitor

ODD = (
    *("", " ", "x" * 5000, "\0", "a: #b", "!!python/object:os.system", "<b>&amp;", "{{ 7*7 }}"),
    *(
        "../../etc/passwd",
        "[[venue]]",
        "\u202e\u0301",
        "::: only\n",
        "---\n---\n",
        "1.2",
        "0",
        "-1",
    ),
    *(
        "31",
        "é" * 100,
        "'\"",
        "- [ ] a\n- b",
        "| a |\n|---|\n",
        "# x {#x}\n# x {#x}",
        "\r\n\r",
        "%00",
        "²",
        "9" * 5000,
    ),
)
ASKED = ("page", "line", "change", "draft", "saved", "version", "seen")
FILES = (
    *(("a.docx", b"PK\x03\x04"), ("a.svg", b"<svg onload='x'/>"), ("a.md", b"# A\n\nWords.\n")),
    *(("../a.html", b"<p>Words<script>x</script>"), ("a.csv", b"a,b\n1,2\n"), ("a.pdf", b"%PDF-")),
    *(("a.png", b"\x89PNG\r\n"), ("\u202e.yaml", b"a: b"), ("", b"")),
)


@dataclass
class Form:
    """A form of a page: where it leads, and its fields with what they hold."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in found:
            self.links.append(urldefrag(found["href"])[0])
        elif tag == "form":
            self.forms.append(Form(found.get("action", ""), found.get("method", "get")))
        elif self.forms and found.get("name") and tag in ("input", "textarea", "select", "button"):
            if found.get("type") == "file":
                self.forms[-1].files.append(found["name"])
            else:
                self.forms[-1].fields.append((found["name"], found.get("value", "")))


class RandomUser:
    """Goes from page to page; all that is answered with 500 or more is a fault.

    `slow` has for each step the seconds that it took, those that this process (which serves, too)
    used of a processor meanwhile, and where it went.
    """

    def __init__(self, visitor: Visitor, seed: int, starts: tuple[str, ...]) -> None:
        self.visitor, self.chance, self.starts = visitor, random.Random(seed), starts
        self.faults: list[str] = []
        self.slow: list[tuple[float, float, str]] = []
        self.steps, self.at = 0, ""

    def use(self, steps: int) -> None:
        """Take so many steps."""
        page = Page("")
        for _ in range(steps):
            self.steps += 1
            begun, used = time.monotonic(), time.process_time()
            try:
                place, answer = self._step(page)
            except TimeoutError:
                self.faults.append(f"no answer in time: {self.at}")
                page = Page("")
                continue
            finally:
                took, used = time.monotonic() - begun, time.process_time() - used
                self.slow = sorted([*self.slow, (took, used, self.at)], reverse=True)[:5]
            if answer.status >= 500:
                self.faults.append(f"{answer.status} {place}")
            html = "html" in answer.headers.get("content-type", "")
            page = Page(answer.data.decode("utf-8", "replace") if html else "")

    def _step(self, page: Page) -> tuple[str, Answer]:
        links = [link for link in map(self._inside, page.links) if link]
        forms = [(form, at) for form in page.forms if (at := self._inside(form.action))]
        forms = [(form, at) for form, at in forms if at != "/stop"]
        if forms and self.chance.random() < 0.6:
            form, at = self.chance.choice(forms)
            self.at = f"POST {at}"
            answer = self._send(form, at)
            for _ in range(3):
                if answer.status != 303:
                    break
                at = answer.goes_to
                self.at = f"GET {at} after {self.at}"
                answer = self.visitor.get(urldefrag(at)[0])
            return f"POST {at}", answer
        away = not links or self.chance.random() < 0.1
        at = self.chance.choice(self.starts if away else links)
        if self.chance.random() < 0.1:
            odd = {name: self.chance.choice(ODD) for name in self.chance.sample(ASKED, 2)}
            at = f"{at.partition('?')[0]}?{urlencode(odd)}"
        self.at = f"GET {at}"
        return f"GET {at}", self.visitor.get(at)

    def _inside(self, link: str) -> str:
        """Return a link without the token; nothing for one that leads elsewhere."""
        base = self.visitor.base
        return link.removeprefix(base) if link.startswith(f"{base}/") else ""

    def _send(self, form: Form, at: str) -> Answer:
        fields = list(self._filled(form))
        if not form.files:
            sent: dict[str, list[str]] = {}
            for name, value in fields:
                sent.setdefault(name, []).append(value)
            return self.visitor.post(at, sent)
        start = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
        body = b"".join(f'{start}"{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields)
        for name in form.files:
            file, data = self.chance.choice(FILES)
            head = f'{start}"{name}"; filename="{file}"\r\n\r\n'
            body += head.encode() + data + b"\r\n"
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        body += f"--{BOUNDARY}--\r\n".encode()
        return self.visitor.send("POST", at, body, kind | {"Origin": self.visitor.origin})

    def _filled(self, form: Form) -> Iterator[tuple[str, str]]:
        odd = self.chance.random() < 0.6
        for name, value in form.fields:
            if odd and self.chance.random() < 0.3:
                yield name, self.chance.choice(ODD)
            elif self.chance.random() < 0.9:
                yield name, value
        if self.chance.random() < 0.05:
            yield "other", "x"


def remains(root: Path) -> list[str]:
    """Return what a save or a build left half done, and files where none should be."""
    inside = ("content", "output", "templates")
    found = [file.relative_to(root) for file in sorted(root.rglob("*")) if file.is_file()]
    left = [
        str(each)
        for each in found
        if ".packbuilder-" in each.name or each.name == "NOT-FINISHED.txt"
    ]
    return left + [str(each) for each in found if each.parts[0] not in inside]
