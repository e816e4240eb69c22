"""A stateful double of GitHub for the calls that Mentor Match makes.

Every request is judged by GitHub's own description of its API before it is answered, and every
reply after it. It runs in process (`transport.py`) and as a server (`python -m
tests.github_double`). It knows nothing of mentoring.
"""
