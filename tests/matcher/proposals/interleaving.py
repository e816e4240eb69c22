"""Two runs at once, in every order that a seed can think of, with crashes and stalls."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from forge.port import ForgeError
from tests.builders import a_mentee, a_mentor
from tests.github_double.double import Crashed
from tests.matcher.proposals.playing import Fault, Faulty, Play, play

_STALL = timedelta(minutes=21)


@dataclass
class Turns:
    """Lets one of two threads go on at a time; `change` is how often they take turns."""

    chance: random.Random
    stalls: tuple[random.Random, ...]
    change: float
    share_of_stalls: float
    waiting: dict[int, threading.Event] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    runners: int = 0
    latest: int = 0

    def wait(self, who: int, play: Play, call: str) -> None:
        """Stand in line until it is this one's turn; much time may pass meanwhile."""
        mine = threading.Event()
        share = self.share_of_stalls if call == "open_issue" else 0.02
        stalls = self.stalls[who].random() < share
        with self.lock:
            if stalls:
                play.clock.time += _STALL
            self.waiting[who] = mine
            self._next(change=0.9 if stalls else self.change)
        mine.wait()

    def leave(self) -> None:
        with self.lock:
            self.runners -= 1
            self._next(change=1)

    def _next(self, *, change: float) -> None:
        if self.runners and len(self.waiting) == self.runners:
            others = sorted(self.waiting.keys() - {self.latest})
            if others and (self.latest not in self.waiting or self.chance.random() < change):
                self.latest = others[0]
            self.waiting.pop(self.latest).set()


@dataclass(frozen=True, kw_only=True)
class Interleaved:
    """What a seed brought about, before and after the clean run that follows."""

    doubled_before: int
    doubled: int
    lost: int
    crashed: int


def interleave(seed: int) -> Interleaved:
    """Let two runs write at once, each perhaps disturbed, then one clean run."""
    chance, *stalls = (random.Random(f"{seed} {each}") for each in range(3))  # noqa: S311 -- a test
    game = play(
        *(a_mentee(f"mentee-{each}") for each in range(3)),
        *(a_mentor(f"mentor-{each}") for each in range(3)),
        a_mentor("roomy", capacity=2),
    )
    turns = Turns(
        chance=chance,
        stalls=tuple(stalls),
        change=chance.choice((0.03, 0.1, 0.3, 0.5)),
        share_of_stalls=chance.choice((0.1, 0.3, 0.6)),
        runners=2,
    )
    crashed: list[int] = []

    def run(who: int) -> None:
        at = chance_of[who]
        forge = Faulty(
            game.forge, at=at, fault=fault_of[who], before=lambda call: turns.wait(who, game, call)
        )
        try:
            turns.wait(who, game, "start")
            game.propose(forge)  # type: ignore[arg-type] # it passes every verb on
        except (Crashed, ForgeError):
            crashed.append(who)
        finally:
            turns.leave()

    chance_of = [chance.choice((-1, chance.randrange(14))) for _ in range(2)]
    fault_of = [chance.choice(tuple(Fault)) for _ in range(2)]
    threads = [threading.Thread(target=run, args=(who,)) for who in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    before = _doubled(game)
    game.clock.time += _STALL
    game.propose()
    live = _live(game)
    return Interleaved(
        doubled_before=before,
        doubled=_doubled(game),
        lost=3 - len({mentee for mentee, _ in live}),
        crashed=len(crashed),
    )


def _live(game: Play) -> list[tuple[int, int]]:
    blocks = [game.block(number) for number in game.forge.shelf]
    return [each.pair for each in blocks if each.state.takes_a_place]


def _doubled(game: Play) -> int:
    live = _live(game)
    capacity = {each.github_id: each.capacity for each in game.people.values()}
    mentees = Counter(mentee for mentee, _ in live)
    mentors = Counter(mentor for _, mentor in live)
    return sum(count - 1 for count in mentees.values()) + sum(
        max(count - capacity[mentor], 0) for mentor, count in mentors.items()
    )


def figures_of_interleavings(seeds: int) -> Iterator[str]:
    found = [interleave(seed) for seed in range(seeds)]
    stopped = sum(each.crashed for each in found)
    yield f"{seeds:,} interleavings of two runs, {stopped:,} runs stopped:"
    yield f"- doubled before the last sweep: {sum(each.doubled_before > 0 for each in found):,}"
    yield f"- doubled after it: {sum(each.doubled > 0 for each in found):,}"
    yield f"- lost: {sum(each.lost > 0 for each in found):,}"
