"""Where the files are that come with the engine: its programme, templates, style and scripts."""

from __future__ import annotations

from pathlib import Path


def shipped_folder() -> Path:
    """The folder with the shipped `programme/` and `templates/`: in the wheel, or the checkout."""
    beside = Path(__file__).resolve().parent.parent
    inside_wheel = beside / "mentor_match_data"
    return inside_wheel if inside_wheel.is_dir() else beside
