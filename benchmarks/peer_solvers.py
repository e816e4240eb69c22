"""One solver on one market: `python -m benchmarks.peer_solvers SOLVER FOLDER`.

FOLDER holds `market.npz` (the arrays of a Market) and `pairs.npz` (its eligible pairs and
their points, and each mentor's places). The pairs taken go to `SOLVER.npz`; one line of JSON
on stdout says the seconds, the peak memory and what is proven. Each solver runs in a process
of its own, and its packages are imported by it alone, so that time and memory are its own.
"""

from __future__ import annotations

import json
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import peak_megabytes

Array = NDArray[Any]

_DEEP: Final = 10_000_000
"""How deep calls may nest: `matching` copies its players by following every preference."""

_STACK: Final = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Eligible pairs sorted by mentee, then mentor, their points, and each mentor's places."""

    mentee: Array
    mentor: Array
    points: Array
    places: Array
    mentees: int

    @property
    def start(self) -> Array:
        """Where the pairs of each mentee start, and at last where all end."""
        return np.searchsorted(self.mentee, np.arange(self.mentees + 1))

    @property
    def dear(self) -> int:
        """More than all points of any assignment together: what one mentee placed is worth."""
        return (int(self.points.max(initial=0)) + 1) * (self.mentees + 1)


Solver = Callable[[Path, Pairs], tuple[Array, Array, float, str]]
"""Takes the folder and the pairs; gives mentees, mentors, seconds and what is proven."""


def ours(folder: Path, _: Pairs) -> tuple[Array, Array, float, str]:
    """Run this repository's, which finds the eligible pairs itself and checks its proof."""
    from benchmarks.matching_scale import make_market  # noqa: PLC0415
    from matcher.solving.certificate import check  # noqa: PLC0415
    from matcher.solving.market import Market  # noqa: PLC0415
    from matcher.solving.solve import solve  # noqa: PLC0415

    small = make_market(3000)
    check(small, solve(small).certificate)  # compiles, or reads compiled code
    with np.load(folder / "market.npz") as arrays:
        market = Market(**{name: _plain(arrays[name]) for name in arrays.files})
    begin = time.perf_counter()
    found = solve(market)
    verdict = check(market, found.certificate)
    seconds = time.perf_counter() - begin
    return found.mentee, found.mentor, seconds, "yes" if verdict.proven else "NO"


def _plain(array: Array) -> Any:  # noqa: ANN401 -- an array, or the one number in it
    return array if array.ndim else array.item()


def greedy(_: Path, pairs: Pairs) -> tuple[Array, Array, float, str]:
    """Take the pair with most points of all that are still free, again and again."""
    begin = time.perf_counter()
    left = pairs.places.tolist()
    mentor_of: dict[int, int] = {}
    for at in np.argsort(-pairs.points, kind="stable").tolist():
        i, j = int(pairs.mentee[at]), int(pairs.mentor[at])
        if i not in mentor_of and left[j] > 0:
            mentor_of[i] = j
            left[j] -= 1
    taken = np.array(sorted(mentor_of.items())).reshape(-1, 2)
    return taken[:, 0], taken[:, 1], time.perf_counter() - begin, "-"


def hospital_resident(_: Path, pairs: Pairs) -> tuple[Array, Array, float, str]:
    """Run PyPI's `matching`: mentees are residents, mentors hospitals; both rank by points."""
    from matching.games import HospitalResident  # noqa: PLC0415

    begin = time.perf_counter()
    mentees: dict[int, list[int]] = {}
    mentors: dict[int, list[int]] = {}
    for at in np.argsort(-pairs.points, kind="stable").tolist():
        i, j = int(pairs.mentee[at]), int(pairs.mentor[at])
        mentees.setdefault(i, []).append(j)
        mentors.setdefault(j, []).append(i)
    places = {j: int(pairs.places[j]) for j in mentors}
    game = HospitalResident.create_from_dictionaries(mentees, mentors, places)
    found = game.solve()
    taken = np.array(
        sorted((resident.name, at.name) for at, each in found.items() for resident in each)
    ).reshape(-1, 2)
    return taken[:, 0], taken[:, 1], time.perf_counter() - begin, "-"


def networkx_flow(_: Path, pairs: Pairs) -> tuple[Array, Array, float, str]:
    """Run networkx's network simplex: a flow of least cost, where staying out costs most."""
    import networkx as nx  # noqa: PLC0415

    begin = time.perf_counter()
    n = pairs.mentees
    sink = n + len(pairs.places)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n), demand=-1)
    graph.add_node(sink, demand=n)
    rows = zip(pairs.mentee.tolist(), pairs.mentor.tolist(), pairs.points.tolist(), strict=True)
    graph.add_edges_from((i, n + j, {"weight": -score, "capacity": 1}) for i, j, score in rows)
    for j, places in enumerate(pairs.places.tolist()):
        graph.add_edge(n + j, sink, weight=0, capacity=places)
    graph.add_edges_from((i, sink, {"weight": pairs.dear, "capacity": 1}) for i in range(n))
    _, flow = nx.network_simplex(graph)
    taken = np.array(
        [(i, j - n) for i in range(n) for j, units in flow[i].items() if units and j != sink]
    ).reshape(-1, 2)
    return taken[:, 0], taken[:, 1], time.perf_counter() - begin, "-"


def networkx_blossom(_: Path, pairs: Pairs) -> tuple[Array, Array, float, str]:
    """Run networkx's max_weight_matching, with a node for each place of a mentor."""
    import networkx as nx  # noqa: PLC0415

    begin = time.perf_counter()
    n = pairs.mentees
    row, column, points, owner = _by_place(pairs)
    graph = nx.Graph()
    graph.add_weighted_edges_from(
        zip(row.tolist(), (n + column).tolist(), points.tolist(), strict=True)
    )
    found = nx.max_weight_matching(graph, maxcardinality=True)
    ends = np.sort(np.array([tuple(pair) for pair in found]).reshape(-1, 2), axis=1)
    return ends[:, 0], owner[ends[:, 1] - n], time.perf_counter() - begin, "-"


def scipy_dense(_: Path, pairs: Pairs) -> tuple[Array, Array, float, str]:
    """Run SciPy's linear_sum_assignment on the full table of mentees and places."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    begin = time.perf_counter()
    row, column, points, owner = _by_place(pairs)
    gain = np.zeros((pairs.mentees, len(owner)))
    gain[row, column] = pairs.dear + points
    mentee, place = linear_sum_assignment(gain, maximize=True)
    taken = gain[mentee, place] > 0
    return mentee[taken], owner[place[taken]], time.perf_counter() - begin, "-"


def scipy_sparse(_: Path, pairs: Pairs) -> tuple[Array, Array, float, str]:
    """Run SciPy's min_weight_full_bipartite_matching, with one way to stay out a mentee."""
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # noqa: PLC0415

    begin = time.perf_counter()
    row, column, points, owner = _by_place(pairs)
    n, everybody = pairs.mentees, np.arange(pairs.mentees)
    cost = np.concatenate((points.max(initial=0) + 1 - points, np.full(n, pairs.dear)))
    where = (np.concatenate((row, everybody)), np.concatenate((column, len(owner) + everybody)))
    table = coo_array((cost.astype(float), where), shape=(n, len(owner) + n)).tocsr()
    mentee, place = min_weight_full_bipartite_matching(table)
    taken = place < len(owner)
    return mentee[taken], owner[place[taken]], time.perf_counter() - begin, "-"


def _by_place(pairs: Pairs) -> tuple[Array, Array, Array, Array]:
    """Repeat each pair for every place: mentees, places, points; and each place's mentor."""
    owner = np.repeat(np.arange(len(pairs.places)), pairs.places)
    first = np.concatenate(([0], np.cumsum(pairs.places)))
    times = pairs.places[pairs.mentor]
    begin = np.cumsum(times) - times
    within = np.arange(times.sum()) - np.repeat(begin, times)
    column = np.repeat(first[pairs.mentor], times) + within
    return np.repeat(pairs.mentee, times), column, np.repeat(pairs.points, times), owner


SOLVERS: Final[dict[str, Solver]] = {
    "ours": ours,
    "greedy": greedy,
    "matching": hospital_resident,
    "networkx-flow": networkx_flow,
    "networkx-blossom": networkx_blossom,
    "scipy-dense": scipy_dense,
    "scipy-sparse": scipy_sparse,
}


def load_pairs(folder: Path) -> Pairs:
    """Read the eligible pairs of a market."""
    with np.load(folder / "pairs.npz") as arrays:
        return Pairs(**{name: _plain(arrays[name]) for name in arrays.files})


def _run(name: str, folder: Path) -> None:
    mentee, mentor, seconds, proven = SOLVERS[name](folder, load_pairs(folder))
    np.savez(folder / f"{name}.npz", mentee=mentee, mentor=mentor)
    answer = {"seconds": seconds, "peak": peak_megabytes(), "proven": proven}
    sys.stdout.write(json.dumps(answer) + "\n")


def main() -> None:
    """Run the solver named on the folder named, in a thread with room for deep calls."""
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(_DEEP)
    threading.stack_size(_STACK)
    failed: list[BaseException] = []

    def run() -> None:
        try:
            _run(sys.argv[1], Path(sys.argv[2]))
        except BaseException as error:
            failed.append(error)
            raise

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
