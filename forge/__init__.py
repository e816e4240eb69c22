"""Where issues and pull requests live: GitHub, or a folder on this disk, behind one port.

Our own words (issue, label, comment) come in and go out. It must never know a profile, a
pairing or a page: it imports nothing of ours.
"""
