"""The door: files in, a Roster of checked, frozen profiles out, or every problem at once.

It knows the shape of a profile and the programme's own rules about who may join.
It must never know a forge, a matcher or a site: it imports nothing of ours.
"""
