"""Tests of the room that makes the site."""
