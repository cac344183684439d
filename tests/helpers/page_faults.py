"""What is wrong with a page in a real browser, for people who read it or fill it in: by axe-core,
in forced colours, on a narrow screen with wide spaces, and by what the browser complains of.
"""

from __future__ import annotations

from collections.abc import Callable

from helpers.browser import Browser
from helpers.validators import AXE

NARROW = 320
"""What is left of 1280 pixels at a zoom of 400 %."""

LOOK = """(async function () {
  var options = {
    resultTypes: ["violations"], elementRef: false, rules: {"target-size": {enabled: true}},
  };
  return (await axe.run(document, options)).violations.map(function (each) {
    return each.id + " " + each.nodes[0].html.slice(0, 200);
  });
})()"""

LINKS = """[...document.querySelectorAll("a[href]")].map(e => e.getAttribute("href"))
  .filter(to => !(to[0] == "#" ? document.getElementById(to.slice(1))
    : /^(https?|mailto|tel):/.test(to)))"""
"""Links that lead neither to a place on the page nor to an address: to a file, or nowhere."""

SIDEWAYS = f"""(document.documentElement.scrollWidth > {NARROW} ? ["wider than {NARROW} px"] : [])
  .concat([...document.querySelectorAll("body *")].filter(e => !e.closest(".scroll, .skip") &&
    e.getBoundingClientRect().right > {NARROW + 1})
    .map(e => "leaves the page: " + e.outerHTML.slice(0, 99)))"""

SMALL = """[...document.querySelectorAll(
    "button, input, textarea, select, nav a, .skip, sup a, [role=doc-backlink]")]
  .map(e => [e, (e.closest("label") || e).getBoundingClientRect()])
  .filter(([e, r]) => r.width && (r.width < 24 || r.height < 24))
  .map(([e]) => "smaller than 24 px: " + e.outerHTML.slice(0, 99))"""

WIDELY_SPACED = """(function () {
  var sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important;" +
    "word-spacing: 0.16em !important } p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
})()"""

UNSEEN = """[...document.querySelectorAll("button, textarea, select, input[type=text]")]
  .filter(e => !e.hidden && parseFloat(getComputedStyle(e).borderTopWidth) < 1 &&
    getComputedStyle(e).textDecorationLine != "underline")
  .map(e => "has no border in forced colours: " + e.outerHTML.slice(0, 99))
  .concat([...document.querySelectorAll("a, button, textarea")].slice(0, 20).filter(function (e) {
    e.focus({focusVisible: true});
    return document.activeElement == e && parseFloat(getComputedStyle(e).outlineWidth) < 2;
  }).map(e => "is not seen to be focused: " + e.outerHTML.slice(0, 99)))"""


def find_faults(
    browser: Browser, address: str, leads: Callable[[str], bool], own: str = ""
) -> list[str]:
    """Open a page and return its faults. `leads` says of a link that is no address whether it leads
    somewhere; what is asked for may only come from addresses that begin with `own`.
    """
    browser.open(address)
    return look_for_faults(browser, leads, own)


def look_for_faults(browser: Browser, leads: Callable[[str], bool], own: str = "") -> list[str]:
    """Return the faults of the page that is open."""
    complaints = [said for said in browser.complaints() if not (own and said.startswith(own))]
    browser.run(AXE.read_text(encoding="utf-8"))
    found = browser.run(LOOK)
    found += [f"leads nowhere: {to}" for to in browser.run(LINKS) if not leads(to)]
    browser.ask(
        "Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}]
    )
    found += browser.run(UNSEEN)
    browser.ask("Emulation.setEmulatedMedia", features=[])
    browser.resize(NARROW)
    found += browser.run(SMALL) + browser.run(SIDEWAYS)
    browser.run(WIDELY_SPACED)
    return [*complaints, *found, *browser.run(SIDEWAYS)]
