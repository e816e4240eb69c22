"""`gate`: judge whether a change of a local git repository may enter by itself."""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Final

from commands.gathering import shipped_folder
from commands.outcome import DONE, OUTSIDE_WORLD_FAILED, PROBLEMS_FOUND, WRONG_USAGE, Refused
from commands.reporting import add_format, comment_on, problems_as
from commands.secrets import private_keys
from intake.gate import Author, Outcome, Tree, TreeEntry, Verdict, changes_between, judge
from roster.model import Programme
from roster.programme import FILES, LARGEST_FILE, PROFILE_SCHEMA, ProgrammeFile, parse_programme
from roster.reading import source_lines
from roster.reports import Sources, as_markdown, as_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    parser.add_argument("--base", required=True, metavar="REV", help="the branch to enter")
    parser.add_argument("--head", required=True, metavar="REV", help="the change")
    parser.add_argument("--author", required=True, metavar="LOGIN", help="who asks")
    parser.add_argument(
        "--author-id", required=True, type=int, metavar="N", help="the number of their account"
    )
    parser.add_argument(
        "--organiser", action="store_true", help="the author may write to the repository"
    )
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read both trees, judge, and print the verdict; status 1 unless it enters by itself."""
    base, head = _trees(arguments)
    programme = _programme(base)
    verdict = judge(
        base,
        head,
        author=Author(
            login=arguments.author,
            number=arguments.author_id,
            is_organiser=arguments.organiser,
        ),
        programme=programme,
        today=arguments.today,
        keys=private_keys(),
    )
    print(_report(verdict, arguments, programme, head))
    return DONE if verdict.outcome is Outcome.ACCEPTED else PROBLEMS_FOUND


def _trees(arguments: argparse.Namespace) -> tuple[Tree, Tree]:
    """Read the base, and what it would be with the head's own changes on top."""
    start = _git(arguments, "merge-base", "--end-of-options", arguments.base, arguments.head)
    common = _listing(arguments, start.decode().strip())
    base, head = _listing(arguments, arguments.base), _listing(arguments, arguments.head)
    changed = {each.path for each in changes_between(common, head)}
    merged = {
        path: entry
        for path in base.keys() | changed
        for entry in ((head if path in changed else base).get(path),)
        if entry is not None
    }
    return _filled(arguments, base), _filled(arguments, merged)


def _listing(arguments: argparse.Namespace, revision: str) -> dict[str, TreeEntry]:
    """List a whole tree, yet without its bytes."""
    listed = _git(arguments, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", revision)
    entries = {}
    for line in listed.split(b"\0"):
        if line:
            facts, _, path = line.partition(b"\t")
            mode, _, blob = facts.decode().split(" ")
            entries[path.decode(errors="surrogateescape")] = TreeEntry(mode=mode, blob=blob)
    return entries


def _filled(arguments: argparse.Namespace, tree: Tree) -> Tree:
    """Read the bytes of what the gate looks at: profiles, and the programme's files."""
    wanted = {
        entry.blob
        for path, entry in tree.items()
        if path.startswith(("profiles/", "programme/")) and entry.mode.startswith("100")
    }
    contents = _contents(arguments, sorted(wanted))
    return {
        path: TreeEntry(mode=entry.mode, blob=entry.blob, data=contents.get(entry.blob))
        for path, entry in tree.items()
    }


def _contents(arguments: argparse.Namespace, blobs: Iterable[str]) -> Mapping[str, bytes]:
    """Read blobs by id, each up to the size at which no file would be accepted anyway."""
    asked = "".join(f"{blob}\n" for blob in blobs).encode()
    answer = _git(arguments, "cat-file", "--batch", stdin=asked)
    return dict(_split(answer))


def _split(answer: bytes) -> Iterator[tuple[str, bytes]]:
    position = 0
    while position < len(answer):
        end = answer.index(b"\n", position)
        blob, _kind, size = answer[position:end].decode().split(" ")
        start, position = end + 1, end + 1 + int(size) + 1
        yield blob, answer[start : start + min(int(size), LARGEST_FILE + 1)]


def _programme(base: Tree) -> Programme:
    """Make the programme of the base tree's own files, each or else as shipped."""
    shipped = shipped_folder() / "programme"
    files = {}
    for name in (*FILES, PROFILE_SCHEMA):
        own = base.get(f"programme/{name}")
        data = own.data if own is not None else None
        files[name] = ProgrammeFile(
            path=f"programme/{name}",
            data=data if data is not None else (shipped / name).read_bytes(),
        )
    programme, problems = parse_programme(files)
    if programme is None:
        raise Refused(as_text(problems))
    return programme


def _git(arguments: argparse.Namespace, *words: str, stdin: bytes = b"") -> bytes:
    """Ask git about the repository at the root."""
    try:
        done = subprocess.run(  # noqa: S603 -- no shell, and revisions cannot pass as options
            ["git", "-C", str(arguments.root), *words],  # noqa: S607 -- git as installed
            input=stdin,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise Refused("git is not installed.", status=OUTSIDE_WORLD_FAILED) from error
    if done.returncode != 0:
        message = (
            f"git could not read {arguments.base!r} and {arguments.head!r} here: name two "
            "revisions of the repository at --root."
        )
        raise Refused(message, status=WRONG_USAGE)
    return done.stdout


def _report(
    verdict: Verdict, arguments: argparse.Namespace, programme: Programme, head: Tree
) -> str:
    if arguments.format == "json":
        return _as_json(verdict)
    if arguments.format in {"github", "sarif"}:
        return problems_as(arguments.format, verdict.problems)
    sources = {
        path: source_lines(head[path].data or b"")
        for path in {each.path for each in verdict.problems} & head.keys()
    }
    if arguments.format == "text":
        return _as_text(verdict, sources)
    comment = comment_on(
        programme,
        verdict=_SENTENCES[verdict.outcome],
        problems=verdict.problems,
        sources=sources,
        reasons=verdict.reasons,
        cards=() if verdict.outcome is Outcome.REFUSED else verdict.profiles,
        revision=arguments.head,
    )
    return as_markdown(comment, sources)


_SENTENCES: Final = {
    Outcome.ACCEPTED: "This can enter by itself.",
    Outcome.REVIEW: "This is right so far, and a person will look at it.",
    Outcome.REFUSED: "This cannot enter yet.",
}


def _as_text(verdict: Verdict, sources: Sources) -> str:
    lines = [f"Verdict: {verdict.outcome}."]
    lines += [f"  {each.kind}: {each.path!r}" for each in verdict.changes]
    lines += [as_text(verdict.problems, sources)] if verdict.problems else []
    lines += [f"A person must look: {reason}" for reason in verdict.reasons]
    return "\n".join(lines)


def _as_json(verdict: Verdict) -> str:
    content = {
        "outcome": verdict.outcome,
        "problems": [asdict(each) for each in verdict.problems],
        "reasons": verdict.reasons,
        "changes": [
            {"path": each.path.encode(errors="replace").decode(), "kind": each.kind}
            for each in verdict.changes
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)
