"""Pairings put to people as issues: the ledger read, a plan made, the plan carried out.

The only part of the matcher that knows the forge. A plan is a value: it is printed before
anything is written, and a second one after it is empty.
"""
