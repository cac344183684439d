"""The form fields of a finished PDF by their full names."""

from __future__ import annotations

from typing import Any

import pikepdf

from packbuilder.pdf.form_fields import end_fields, full_name


def fields_of(document: pikepdf.Pdf) -> dict[str, Any]:
    """Return the fields that hold an answer; two of one name would be one."""
    fields = list(end_fields(document.Root.AcroForm.Fields))
    found = {full_name(field): field for field in fields}
    assert len(found) == len(fields)
    return found
