"""A roster in, a static and searchable site out, as a pure mapping from path to bytes.

It knows what the public may see and nothing more. It must never know a forge, the intake
or the matcher.
"""
