"""Tests in a real browser, against a built site on this machine."""
