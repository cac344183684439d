"""settings.xml and the theme: what Word does with the document, and its colours and fonts.

No `updateFields` and no `documentProtection`: the one prompts every reader, the other makes screen
readers lose text.
"""

from __future__ import annotations

from typing import Final

from packbuilder.theme import Theme
from packbuilder.writers.docx.notes import SEPARATORS
from packbuilder.writers.docx.style_table import TABLE_STYLE
from packbuilder.writers.docx.xml import document, dxa, on, value, xml_attribute

_WORD = "http://schemas.microsoft.com/office/word"

_COMPATIBILITY: Final = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
    "useWord2013TrackBottomHyphenation": 0,
}

_SCHEME: Final = {
    "dk1": "ink",
    "lt1": "paper",
    "dk2": "primary",
    "lt2": "tint",
    "accent1": "accent",
    "accent2": "rule",
    "accent3": "primary",
    "accent4": "ink",
    "accent5": "accent",
    "accent6": "rule",
    "hlink": "primary",
    "folHlink": "primary",
}
"""Word's names of theme colours → ours."""


def write_settings(theme: Theme, language: str, footnotes: bool) -> bytes:
    """Write settings.xml."""
    notes = "".join(f'<w:footnote w:id="{id}"/>' for id in SEPARATORS)
    compatibility = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{_WORD}" w:val="{setting}"/>'
        for name, setting in _COMPATIBILITY.items()
    )
    inner = (
        '<w:zoom w:percent="100"/><w:embedTrueTypeFonts/>'
        f"{on('mirrorMargins') if theme.tokens.page.mirrored else ''}"
        f"{value('defaultTabStop', dxa(theme.length('list-indent')))}"
        f'<w:autoHyphenation w:val="0"/>{value("clickAndTypeStyle", "BodyText")}'
        f"{value('defaultTableStyle', TABLE_STYLE)}"
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"{f'<w:footnotePr>{notes}</w:footnotePr>' if footnotes else ''}"
        f"<w:compat>{compatibility}</w:compat>"
        f'<w:themeFontLang w:val="{xml_attribute(language)}"/>'
        f"<w:clrSchemeMapping {_MAPPING}/>"
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
    )
    return document("w:settings", inner, "w")


def write_theme(theme: Theme) -> bytes:
    """Write theme1.xml with the colours and the font of the tokens."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{theme.colour(token).removeprefix("#").upper()}"/></a:{name}>'
        for name, token in _SCHEME.items()
    )
    name = xml_attribute(theme.tokens.font)
    font = f'<a:latin typeface="{name}"/><a:ea typeface=""/><a:cs typeface=""/>'
    inner = (
        f'<a:themeElements><a:clrScheme name="Pack">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Pack"><a:majorFont>{font}</a:majorFont>'
        f"<a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Pack"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>"
    )
    return document("a:theme", inner, "a", attributes=' name="Pack"')


_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"

_MAPPING = (
    'w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" '
    'w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" '
    'w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"'
)
