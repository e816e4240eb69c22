"""Print which of GitHub's own examples do not fit GitHub's own schemas.

`python -m tests.github_double.examples`: why no reply is held to a whole schema outside of tests.
"""

from __future__ import annotations

from tests.github_double.description import NotAsDescribed, github_description


def misfits() -> list[str]:
    """Name the operations whose example is not as described."""
    found = []
    for operation in github_description().operations:
        for status in (200, 201):
            try:
                operation.check_reply(status, operation.example(status))
            except KeyError:
                continue  # no such reply, or no example of it
            except NotAsDescribed:
                found.append(operation.name)
    return sorted(found)


if __name__ == "__main__":
    print("\n".join(misfits()))
