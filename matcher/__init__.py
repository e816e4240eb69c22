"""Roster to pairings to proposals: who should meet whom, why, and what to change in the forge.

A roster, the ledger so far, settings and today come in; pairings with reasons, and plans,
go out. Only `proposals/` may know the forge, and nothing here knows the site.
"""
