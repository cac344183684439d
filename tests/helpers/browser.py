"""Pages in a real Chromium, driven through a pipe with its own protocol; no package is needed.

One browser shows all pages of a module, one after the other, in the same tab.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from helpers.time_limits import PATIENCE, wait_until
from helpers.validators import need

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))),
    None,
)
"""The first has no windows, and takes a third less work for the same pages."""
QUIET = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--disable-dev-shm-usage",
]
IN_A_FIELD = "document.activeElement.matches('input, textarea, [contenteditable]')"
_HIGH = 20
"""Above all numbers of open files that the browser expects: 3 to read from, 4 to write to."""

_WATCH = """addEventListener("securitypolicyviolation", function (event) {
  (window.violations = window.violations || []).push(event.violatedDirective);
});"""


def need_chromium() -> None:
    need("Chromium", CHROMIUM is not None)


class Browser:
    """A browser with one tab."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back = os.fdopen(to, "wb"), os.fdopen(back, "rb")
        self._read = bytearray()
        self._number = 0
        self.events: deque[dict[str, Any]] = deque()
        self._session = ""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        found = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = found["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        self.ask("Emulation.setFocusEmulationEnabled", enabled=True)
        self.ask("Page.addScriptToEvaluateOnNewDocument", source=_WATCH)

    def close(self) -> None:
        """Close the pipes to the browser."""
        for pipe in (self._to, self._back):
            with contextlib.suppress(OSError):
                pipe.close()

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return what comes back; keep events that come before it."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._to.write(json.dumps(message).encode() + b"\0")
        self._to.flush()
        while True:
            found = self._next()
            if found.get("id") == self._number:
                assert "error" not in found, f"{method}: {found['error']}"
                return found["result"]
            self.events.append(found)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._read:
            ready, _, _ = select.select([self._back], [], [], PATIENCE)
            assert ready, "the browser says nothing"
            more = os.read(self._back.fileno(), 1 << 20)
            assert more, "the browser has ended"
            self._read += more
        message, _, rest = bytes(self._read).partition(b"\0")
        self._read = bytearray(rest)
        return json.loads(message)

    def wait_for(self, method: str, **said: str) -> dict[str, Any]:
        """Return what the first event says that has come, or comes next, and says all this."""
        while True:
            for event in self.events:
                if event.get("method") == method and said.items() <= event["params"].items():
                    self.events.remove(event)
                    return event["params"]
            self.events.append(self._next())

    def open(self, page: Path | str, width: int = 1280, height: int = 900) -> None:
        """Show a file or an address, in a window of this size."""
        self.events.clear()
        self.resize(width, height)
        address = page.resolve().as_uri() if isinstance(page, Path) else page
        self.ask("Page.navigate", url=address)
        self.wait_for("Page.loadEventFired")

    def resize(self, width: int, height: int = 900) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **size)

    def run(self, script: str) -> Any:
        """Return what a script gives, when it is there."""
        found = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def seen(self, method: str) -> list[dict[str, Any]]:
        """Return what has come of an event since the page was opened."""
        return [event["params"] for event in self.events if event.get("method") == method]

    def complaints(self) -> list[str]:
        """Return messages of the console, violations of the policy, and what was asked for."""
        said = [f"{each['entry']['text']}" for each in self.seen("Log.entryAdded")]
        said += [f"{each['type']}" for each in self.seen("Runtime.consoleAPICalled")]
        said += [f"{each['exceptionDetails']}" for each in self.seen("Runtime.exceptionThrown")]
        said += self.run("window.violations || []")
        asked = [each["request"]["url"] for each in self.seen("Network.requestWillBeSent")]
        return [*said, *(url for url in asked[1:] if not url.startswith(("data:", "blob:")))]

    def click(self, found: str) -> None:
        """Click what a selector finds, where it is seen."""
        x, y = self.run(
            f"""(function (e) {{ e.scrollIntoView({{block: "center"}});
            var r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2];
            }})(document.querySelector({json.dumps(found)}))"""
        )
        for kind in ("mousePressed", "mouseReleased"):
            where = {"x": x, "y": y, "button": "left", "clickCount": 1}
            self.ask("Input.dispatchMouseEvent", type=kind, **where)

    def press(self, key: str) -> None:
        """Press a key: Tab, Enter, Space or ArrowUp."""
        code = {"Tab": 9, "Enter": 13, "Space": 32, "ArrowUp": 38}[key]
        said = {"Enter": "\r", "Space": " "}.get(key, "")
        name = {"key": " " if key == "Space" else key, "code": key, "windowsVirtualKeyCode": code}
        self.ask("Input.dispatchKeyEvent", type="keyDown", text=said, **name)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **name)

    def type(self, words: str) -> None:
        """Type words where the browser's mark is, when it stands in a field."""
        assert wait_until(lambda: self.run(IN_A_FIELD), PATIENCE), "no field has the focus"
        self.ask("Input.insertText", text=words)

    def picture(self, whole: bool = False) -> bytes:
        """Return the window, or the whole page, as a PNG."""
        found = self.ask("Page.captureScreenshot", captureBeyondViewport=whole)
        return base64.b64decode(found["data"])


@contextlib.contextmanager
def open_browser() -> Iterator[Browser]:
    """Start a browser, and end it with all that it has started."""
    need_chromium()
    with TemporaryDirectory() as profile, contextlib.ExitStack() as open_files:
        there, to = os.pipe()
        back, here = os.pipe()
        theirs = [fcntl.fcntl(file, fcntl.F_DUPFD, _HIGH) for file in (there, here)]
        for file in (there, here):
            os.close(file)

        def place() -> None:
            os.dup2(theirs[0], 3)
            os.dup2(theirs[1], 4)

        running = subprocess.Popen(
            [CHROMIUM or "", *QUIET, f"--user-data-dir={profile}", "--remote-debugging-pipe"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=(3, 4),
            preexec_fn=place,
        )
        for file in theirs:
            os.close(file)
        end = threading.Timer(10 * PATIENCE, _kill, [running])
        end.start()
        open_files.callback(_kill, running)
        open_files.callback(end.cancel)
        opened = Browser(to, back)
        open_files.callback(opened.close)
        yield opened


def _kill(running: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
