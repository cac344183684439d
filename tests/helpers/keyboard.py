"""The organiser's page used with the keyboard alone, in a real browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from helpers.browser import Browser
from helpers.time_limits import PATIENCE, wait_until

FOCUSED = """(function () {
  var e = document.activeElement;
  if (e == document.body) return null;
  var r = e.getBoundingClientRect();
  var by = document.getElementById(e.getAttribute("aria-labelledby"));
  var words = [...(e.labels || [])].map(l => l.innerText)
    .concat([by ? by.innerText : e.tagName == "SELECT" ? "" : e.innerText]).join(" ");
  var top = document.elementFromPoint(r.x + r.width / 2, r.y + Math.min(r.height, 40) / 2);
  var ring = e.closest(".cm-focused") || e;
  return {words: words.replace(/\\s+/g, " ").trim(), ring: getComputedStyle(ring).outlineStyle,
    covered: !(top && (e == top || e.contains(top) || top.contains(e)))};
})()"""

READ = "document.readyState == 'complete' ? document.querySelector('main').innerText : ''"


@dataclass(frozen=True)
class Screen:
    """A window of a size in px, in which scripts of pages run or not."""

    width: int = 360
    height: int = 640
    has_script: bool = True


SMALL, WIDE = Screen(), Screen(1280, 900, has_script=False)


class Keyboard:
    """Somebody who uses the keyboard alone: what is focused is seen, and presses are counted."""

    def __init__(self, browser: Browser, address: str, screen: Screen = SMALL) -> None:
        self.browser, self.presses, self._screen = browser, 0, screen
        browser.ask("Emulation.setScriptExecutionDisabled", value=not screen.has_script)
        self.open(address)

    def open(self, address: str) -> None:
        """Go to another page."""
        self.browser.open(address, self._screen.width, self._screen.height)

    def reach(self, words: str) -> None:
        """Go on, with Tab, to what has these words or is labelled with them."""
        for _ in range(80):
            self.browser.press("Tab")
            focused = self.browser.run(FOCUSED)
            if focused is None:
                continue
            assert wait_until(self._is_seen, 60), f"something is on top of {focused['words']}"
            if focused["words"]:
                assert focused["ring"] != "none", f"no focus is seen on {focused['words']}"
            if words in focused["words"]:
                return
        raise AssertionError(f"Tab does not lead to {words}")

    def _is_seen(self) -> bool:
        """Whether nothing is on top of what is focused, when what grows or scrolls has settled."""
        return not (self.browser.run(FOCUSED) or {"covered": False})["covered"]

    def press(self, words: str) -> None:
        """Go on to a link or button, and press it; the page that it leads to is there then."""
        self.reach(words)
        self.browser.events.clear()
        self.browser.press("Enter")
        self.presses += 1
        self.browser.wait_for("Page.loadEventFired")

    def choose(self, words: str, file: Path) -> None:
        """Go on to a field for files, press it, and choose a file in the window that opens."""
        self.reach(words)
        self.browser.ask("Page.setInterceptFileChooserDialog", enabled=True)
        self.browser.events.clear()
        self.browser.press("Enter")
        self.presses += 1
        node = self.browser.wait_for("Page.fileChooserOpened")["backendNodeId"]
        self.browser.ask("DOM.setFileInputFiles", backendNodeId=node, files=[str(file)])
        self.browser.ask("Page.setInterceptFileChooserDialog", enabled=False)

    def download(self, words: str, folder: Path) -> Path:
        """Go on to a link to a file, press it, and return the file."""
        self.reach(words)
        self.browser.ask("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        self.browser.press("Enter")
        self.presses += 1
        assert wait_until(lambda: any(folder.glob("*.zip")), PATIENCE)
        return next(folder.glob("*.zip"))

    def wait_for(self, words: str) -> None:
        """Wait until the page has these words; without a script, look at it again and again."""

        def has_come() -> bool:
            if words not in self.words() and not self._screen.has_script:
                self.open(self.browser.run("location.href"))
            return words in self.words()

        assert wait_until(has_come, PATIENCE), self.words()

    def words(self) -> str:
        """Return what people read of the page; nothing while it, or another one, is loaded: what
        is pressed next would be taken for what loads it.
        """
        try:
            return str(self.browser.run(READ))
        except AssertionError:
            return ""
