"""Carries out the proof of addresses: the mark first, then the mail, then the status.

A gate, a writer and what sends mail come in. It must never print or write an address or a code
anywhere but into the one mail.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from commands.gate_pulls import Gate
from commands.gathering import template_folders
from commands.leasing import Take
from commands.mailing import Mail, MailError, Send
from commands.outcome import WRONG_USAGE, Refused
from commands.secrets import PROOF_KEY
from forge.port import BudgetSpent, ForgeError, Pull, PullWriter, Signal
from intake.gate import Outcome
from intake.proof import (
    CONTEXT,
    HOLDS_FOR,
    Claim,
    ProofKeys,
    Sent,
    is_mail_due,
    is_proven,
    mails_in,
    make_code,
    write_mark,
)

_PROVEN = "The address is its sender's own."
_NOTHING = "Nothing has to be proven here."
_WAITING = "A code was mailed: paste it into a comment."
_FAILED = "The mail could not be sent; it will be tried again."
_ENOUGH = "No more codes today; answer the one that was mailed, or ask again tomorrow."


@dataclass(kw_only=True)
class Proving:
    """One run: what it looks with, what it writes with (nothing: it prints alone), and the time.

    `take` is called before a mail is noted and sent, so that no other run sends it too.
    """

    gate: Gate
    writer: PullWriter | None
    send: Send | None
    now: datetime
    take: Take
    _lately: list[Sent] | None = field(default=None, init=False)

    @property
    def keys(self) -> ProofKeys:
        """The keys of codes; refuse without them."""
        if self.gate.proof_keys is None:
            message = f"The environment variable {PROOF_KEY} is needed: it signs the codes."
            raise Refused(message, status=WRONG_USAGE)
        return self.gate.proof_keys

    def lately(self) -> list[Sent]:
        """The mails of the last day, anywhere in the repository; read once a run."""
        if self._lately is None:
            reader = self.gate.reader
            comments = reader.comments(since=self.now - HOLDS_FOR)
            self._lately = list(mails_in(comments, reader.account()))
        return self._lately


def prove_pulls(proving: Proving, *, only: int | None) -> None:
    """Do for every open pull request, or for one, what its proof needs.

    Raises ForgeError once the others are done, where one could not be read or written.
    """
    failed = None
    for pull in proving.gate.pulls():
        if only is not None and pull.number != only:
            continue
        try:
            if only is not None or not _is_settled(proving, pull):
                _prove(proving, pull)
        except BudgetSpent:
            raise
        except ForgeError as error:
            print(f"#{pull.number}: {error}", file=sys.stderr)
            failed = error
    if failed is not None:
        raise failed


def _is_settled(proving: Proving, pull: Pull) -> bool:
    """Whether nothing can have come of it since: it is green, or nobody answered the last mail.

    A green status is for people to see; the gate looks at the proof itself.
    """
    reader, ours = proving.gate.reader, proving.gate.reader.account().number
    signal = reader.signal(pull.head, context=CONTEXT)
    if signal is not Signal.PENDING:
        return signal is Signal.SUCCESS
    comments = sorted(reader.comments_on(pull.number), key=lambda each: each.number)
    mailed = [each.number for each in comments if any(mails_in((each,), reader.account()))]
    return bool(mailed) and not any(
        each.number > mailed[-1] and each.author.number != ours for each in comments
    )


def _prove(proving: Proving, pull: Pull) -> None:
    gate = proving.gate
    change, verdict = gate.verdict(pull)
    if verdict.outcome is Outcome.REFUSED:
        print(f"#{pull.number}: not in order yet, so nothing is mailed.")
        return
    need = gate.needed_proof(change, verdict)
    if need is None:
        _say(proving, pull, Signal.SUCCESS, _NOTHING)
    elif isinstance(need, str):
        _say(proving, pull, Signal.PENDING, need)
    elif is_proven(need, gate.reader.comments_on(pull.number), proving.keys):
        _say(proving, pull, Signal.SUCCESS, _PROVEN)
    else:
        _say(proving, pull, Signal.PENDING, _ask(proving, pull, need))


def _say(proving: Proving, pull: Pull, signal: Signal, description: str) -> None:
    print(f"#{pull.number}: {signal}; {description}")
    if proving.writer is not None:
        proving.writer.set_status(
            pull.head, context=CONTEXT, signal=signal, description=description
        )


def _ask(proving: Proving, pull: Pull, claim: Claim) -> str:
    """Mail a code where one is due, and say how it stands."""
    if not _is_due(proving, pull, claim):
        return _WAITING
    if proving.writer is not None and proving.take() and not _is_due(proving, pull, claim):
        return _WAITING
    if not _is_due(proving, pull, claim, lately=proving.lately()):
        return _ENOUGH
    if proving.writer is None or proving.send is None:
        return "A code would be mailed."
    return _mail(proving, proving.writer, proving.send, pull, claim)


def _is_due(proving: Proving, pull: Pull, claim: Claim, *, lately: Iterable[Sent] = ()) -> bool:
    reader = proving.gate.reader
    return is_mail_due(
        claim,
        proving.keys,
        here=reader.comments_on(pull.number),
        account=reader.account(),
        lately=lately,
        now=proving.now,
    )


def _mail(proving: Proving, writer: PullWriter, send: Send, pull: Pull, claim: Claim) -> str:
    """Note the mail, then send it: a crash between the two costs one mail, never sends two."""
    sent = Sent(number=claim.number, to=claim.digests(proving.keys)[0], at=proving.now)
    said = writer.comment(pull.number, f"{_COMMENT}\n\n{write_mark(sent)}")
    proving.lately().append(sent)
    try:
        send(_written(proving, pull, claim))
    except MailError as error:
        print(f"#{pull.number}: {error}")
        writer.edit_comment(said.number, _FAILED)
        return _FAILED
    return _WAITING


_COMMENT = """\
A code is on its way to the email address in this profile, to show that it is yours. Paste it into \
a comment here within 24 hours. It works for your account alone, so it does no harm in public.

No mail after ten minutes? Look among the unwanted mail, then write a comment that says \
`new code`."""


def _written(proving: Proving, pull: Pull, claim: Claim) -> Mail:
    settings = proving.gate.base()[2].settings
    facts = {
        "programme": settings.programme,
        "site": settings.site,
        "code": make_code(claim, proving.keys, now=proving.now),
        "link": f"{settings.github}/{settings.repository}/pull/{pull.number}",
        "number": str(claim.number),
    }
    loader = FileSystemLoader(template_folders(proving.gate.root))
    template = Environment(loader=loader, autoescape=True).get_template("emails/proof.txt.jinja")
    # Plain text, so nothing is escaped; no fact is a participant's own words.
    text = template.render({key: Markup(value) for key, value in facts.items()})  # noqa: S704
    subject = f"Your code for {settings.programme}"
    return Mail(to=claim.address, subject=subject, text=text, facts=facts, written=proving.now)
