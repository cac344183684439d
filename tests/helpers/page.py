"""The organiser's page as a client meets it: over a socket, tidied up or byte by byte."""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit

BOUNDARY = "----------packbuilder"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode()

    @property
    def goes_to(self) -> str:
        """Where the browser is sent, below the token."""
        return "/" + self.headers["location"].split("/", 2)[2]

    @property
    def words(self) -> str:
        """What people read of a page."""
        body = self.text.partition("<main")[2].partition("</main>")[0]
        return " ".join(unescape(re.sub("<[^>]*>", " ", body)).split())

    def field(self, name: str) -> str:
        """What the form has in an input."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, f"there is no field {name}"
        return unescape(found[1])


class Visitor:
    """A browser without looks: it sends what a browser sends, and follows nothing by itself."""

    def __init__(self, address: str) -> None:
        self.address = urlsplit(address)
        self.origin = f"http://{self.address.netloc}"
        self.base = self.address.path.rstrip("/")

    def get(self, path: str, **headers: str) -> Answer:
        """Load a page."""
        return self.send("GET", path, b"", headers)

    def post(self, path: str, fields: Mapping[str, object], **headers: str) -> Answer:
        """Send a form."""
        body = urlencode(fields, doseq=True).encode()
        kind = "application/x-www-form-urlencoded"
        return self.send(
            "POST", path, body, {"Content-Type": kind, "Origin": self.origin, **headers}
        )

    def upload(
        self, path: str, fields: Mapping[str, str], name: str, file: str, data: bytes
    ) -> Answer:
        """Send a form with a file."""
        start = f"--{BOUNDARY}\r\nContent-Disposition: form-data"
        parts = [
            f'{start}; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()
        ]
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file}"'
        parts.append(f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + data + b"\r\n")
        body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.send("POST", path, body, {"Content-Type": kind, "Origin": self.origin})

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a request below the token."""
        link = http.client.HTTPConnection(self.address.netloc, timeout=30)
        try:
            link.request(method, self.base + path, body, dict(headers))
            answer = link.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            link.close()

    def raw(self, request: str | bytes) -> bytes:
        """Send bytes as they are, and return all that comes back."""
        data = request.encode() if isinstance(request, str) else request
        with socket.create_connection((self.address.hostname, self.address.port), 30) as link:
            link.sendall(data)
            found = b""
            while part := link.recv(65536):
                found += part
        return found

    def raw_status(self, request: str | bytes) -> int:
        """Return the status that bytes are answered with."""
        return int(self.raw(request).split(b" ", 2)[1])
