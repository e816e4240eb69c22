"""Problems made readable: for people, for programs, and for the pages of GitHub.

Problems and the lines they stand on come in, text goes out. Nothing that goes out holds an
email address or a control character.
"""

from __future__ import annotations

from roster.reports.annotations import as_annotations
from roster.reports.data import as_json, as_sarif
from roster.reports.markdown import Comment, as_markdown, escaped
from roster.reports.text import Sources, as_text, summary

__all__ = [
    "Comment",
    "Sources",
    "as_annotations",
    "as_json",
    "as_markdown",
    "as_sarif",
    "as_text",
    "escaped",
    "summary",
]
