"""Tagged PDF/UA-1 without form fields → the same, which is PDF/A-3a too: what archives ask for.

The PDF engine writes one claim or the other. PDF/A wants besides its own claim the colour space
of the screen, every annotation printed, and a description of the other claim (ISO 19005-3, 6.6.2).
Fields cannot be in such a file: how they look is left to the program that shows them (6.4.1).
"""

from __future__ import annotations

import io
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pikepdf

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.pdf.page_numbers import save

_PROFILE = "weasyprint/pdf/sRGB2014.icc"
_PRINTED = 4
_CLAIM = b"""<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
    <pdfaProperty:name>part</pdfaProperty:name>
    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
    <pdfaProperty:category>internal</pdfaProperty:category>
    <pdfaProperty:description>The part of ISO 14289 that is met</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def claim_both(pdf: bytes) -> bytes:
    """Make a PDF/UA-1 file without form fields one that conforms to PDF/A-3a as well."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        before, end, after = document.Root.Metadata.read_bytes().rpartition(b"</rdf:RDF>")
        document.Root.Metadata = document.make_stream(
            before + _CLAIM + end + after, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        profile = _colour_profile()
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier=pikepdf.String("sRGB"),
            Info=pikepdf.String("sRGB"),
            DestOutputProfile=document.make_stream(profile, N=3),
        )
        document.Root.OutputIntents = pikepdf.Array([document.make_indirect(intent)])
        for page in document.pages:
            for annotation in page.obj.get("/Annots", []):
                annotation.F = _PRINTED
        return save(document)


def _colour_profile() -> bytes:
    """Return the profile of sRGB that the PDF engine comes with."""
    try:
        return Path(str(distribution("weasyprint").locate_file(_PROFILE))).read_bytes()
    except (OSError, PackageNotFoundError):
        raise fail(
            Code.LIBRARY_MISSING,
            Span(""),
            "the colour profile of the PDF engine cannot be read",
            "install packbuilder again",
        ) from None
