"""`keys`: make the programme's keys, seal every profile again, or open an address."""

from __future__ import annotations

import argparse
import sys

from commands.gathering import gather_profiles, gather_programme
from commands.outcome import DONE, PROBLEMS_FOUND
from commands.sealing import make_keys, newest_key, seal_address
from commands.secrets import PRIVATE_KEY, needed_private_keys
from commands.whole_files import write_files
from roster.amending import amended
from roster.email import parse_address
from roster.places import path_of
from roster.reading import read_document
from roster.sealed import PrivateKeys, is_sealed, key_id


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which words the verb takes."""
    acts = parser.add_subparsers(title="acts", dest="act", metavar="ACT", required=True)
    acts.add_parser("new", help="make a pair of keys: the private one goes to stdout alone")
    acts.add_parser("reseal", help="seal the address of every profile with the newest key")
    opening = acts.add_parser("open", help="print the addresses of people, for organisers")
    opening.add_argument("logins", nargs="+", metavar="LOGIN")


def run(arguments: argparse.Namespace) -> int:
    """Do the one act that was asked for."""
    act = {"new": _new, "reseal": _reseal, "open": _open}[arguments.act]
    return act(arguments)


def _new(_arguments: argparse.Namespace) -> int:
    private, public = make_keys()
    print(private)
    print(
        f"""\
The line on stdout is the PRIVATE key: who has it can read every sealed address.
1. Keep a copy where your team keeps passwords. If it is lost, everybody has to seal anew.
2. Store it as the secret {PRIVATE_KEY} of the environment that runs the gate.
   Where one is there already, write the new one before it, with a space between.
3. Put the public key FIRST into `email_keys` of programme/settings.yaml:
   {public}
   (its id, which stands in every address sealed with it: {key_id(public)})
4. With all private keys in {PRIVATE_KEY}: mentor-match keys reseal""",
        file=sys.stderr,
    )
    return DONE


def _reseal(arguments: argparse.Namespace) -> int:
    """Seal every address that is not sealed with the newest key."""
    keys, public_key = needed_private_keys(), newest_key(gather_programme(arguments).settings)
    sealed: dict[str, bytes] = {}
    left = []
    for path, data in gather_profiles(arguments.root).items():
        email = _email(data)
        if email is None or f":{key_id(public_key)}:" in email:
            continue
        after = _resealed(data, email, keys, public_key)
        if after is None:
            left.append(path)
        else:
            sealed[path] = after
    write_files(sealed, arguments.root)
    print(f"{len(sealed):,} sealed with the newest key, {len(left):,} left as they were.")
    for path in left:
        print(f"No key in {PRIVATE_KEY} opens {path}", file=sys.stderr)
    return PROBLEMS_FOUND if left else DONE


def _email(data: bytes) -> str | None:
    document = read_document(data, path="").document
    email = document.values.get("email") if document is not None else None
    return email if isinstance(email, str) else None


def _resealed(data: bytes, email: str, keys: PrivateKeys, public_key: str) -> bytes | None:
    """The file with its address sealed anew, or None where it cannot be."""
    address = keys.open(email) if is_sealed(email) else email
    if address is None or isinstance(parse_address(address), str):
        return None
    try:
        return amended(data, {"email": seal_address(address, public_key=public_key)})
    except ValueError:
        return None


def _open(arguments: argparse.Namespace) -> int:
    """Print the address of each login, a line each; whoever cannot be opened is told on stderr."""
    keys, status = needed_private_keys(), DONE
    profiles = gather_profiles(arguments.root)
    for login in arguments.logins:
        email = _email(profiles.get(path_of(login), b""))
        address = keys.open(email) if email is not None and is_sealed(email) else email
        if address is None:
            print(f"No address of {login!r} could be opened.", file=sys.stderr)
            status = PROBLEMS_FOUND
        else:
            print(address)
    return status
