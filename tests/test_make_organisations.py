"""The list of organisations is made of a CSV and of what was written by hand, without guessing."""

from __future__ import annotations

from tests.builders import REPOSITORY
from tools.make_organisations import (
    ALIASES,
    COLUMNS,
    HAND_KEPT,
    Organisation,
    Row,
    ambiguous_abbreviations,
    as_yaml,
    find_problems,
    left_out,
    listed,
    read_entries,
    read_hand_kept,
    read_rows,
)

SHIPPED = REPOSITORY / "programme" / "organisations.yaml"


def a_row(
    slug: str, name: str | None = None, *, short: str | None = None, parents: tuple[str, ...] = ()
) -> Row:
    return Row(
        slug=slug,
        name=name or slug.replace("-", " ").title(),
        abbreviation=short,
        parents=parents,
    )


def a_body(
    name: str,
    *,
    slug: str | None = "a-slug",
    aliases: tuple[str, ...] = (),
    parents: tuple[str, ...] = (),
) -> Organisation:
    return Organisation(name=name, slug=slug, aliases=aliases, parents=parents)


def problems_of(*organisations: Organisation) -> tuple[str, ...]:
    return find_problems(organisations, (), {})


def test_a_row_loses_needless_spaces_and_doubled_parents() -> None:
    rows, problems = read_rows(",".join(COLUMNS) + "\nhm-x,HM  X ,,Other,live,a b  a\n")
    assert problems == ()
    assert rows == (Row(slug="hm-x", name="HM X", abbreviation=None, parents=("a", "b")),)


def test_a_csv_without_a_column_is_refused_by_the_name_of_the_column() -> None:
    rows, problems = read_rows("slug,name,abbreviation,format,govuk_status\n")
    assert rows == ()
    assert "parent_slugs" in problems[0]


def test_a_slug_in_two_rows_is_a_problem() -> None:
    _, problems = read_rows(",".join(COLUMNS) + "\nx,X,,,,\nx,Y,,,,\n")
    assert len(problems) == 1


def test_parents_are_named_in_the_order_of_the_csv_and_unknown_ones_are_told() -> None:
    rows = (a_row("zoo"), a_row("ark"), a_row("cub", parents=("zoo", "gone", "ark")))
    assert listed(rows, {})[2].parents == ("Zoo", "Ark")
    assert list(left_out(rows)) == ["Left out: the parent gone of Cub, which is not in the CSV."]


def test_an_abbreviation_of_two_organisations_is_kept_for_neither() -> None:
    rows = (a_row("one", short="CSC"), a_row("two", short="Csc"), a_row("three", short="T"))
    assert [each.abbreviation for each in listed(rows, {})] == [None, None, "T"]
    assert ambiguous_abbreviations(rows) == ("CSC", "Csc")


def test_an_abbreviation_that_only_repeats_the_name_is_left_out() -> None:
    assert listed((a_row("bbc", "BBC", short="BBC"),), {})[0].abbreviation is None


def test_a_name_that_starts_with_the_has_an_alias_without_it() -> None:
    organisation = listed((a_row("tna", "The National Archives"),), {"tna": ("TNA",)})[0]
    assert organisation.aliases == ("National Archives", "TNA")


def test_an_alias_for_a_slug_that_is_gone_is_a_problem() -> None:
    problems = find_problems((), (a_row("home-office"),), {"home-office": (), "old-office": ()})
    assert len(problems) == 1
    assert "old-office" in problems[0]


def test_a_spelling_of_two_organisations_is_a_problem_however_it_is_written() -> None:
    assert problems_of(a_body("Trade & Industry"), a_body("Board", aliases=("trade and industry",)))
    assert problems_of(a_body("Navy Office", slug=None), a_body("Navy Office"))
    assert problems_of(a_body("Navy Office"), a_body("Navy Office"))


def test_a_spelling_may_repeat_within_one_organisation() -> None:
    assert problems_of(a_body("The Crown Estate", aliases=("Crown Estate",))) == ()


def test_a_hand_kept_parent_that_is_not_in_the_list_is_a_problem() -> None:
    assert "Admiralty" in problems_of(a_body("Navy Board", slug=None, parents=("Admiralty",)))[0]


def test_organisations_that_are_each_others_parents_are_a_problem() -> None:
    problems = problems_of(
        a_body("A", parents=("B",)), a_body("B", parents=("C",)), a_body("C", parents=("A",))
    )
    assert len(problems) == 1
    assert all(name in problems[0] for name in "ABC")


def test_the_list_is_sorted_by_name_with_hand_kept_entries_last_and_empty_keys_left_out() -> None:
    written = as_yaml(
        (
            a_body("Navy Board", slug=None),
            a_body("visitBritain", slug="vb"),
            a_body("Home Office", slug="ho", aliases=("NO", "HO, London")),
        )
    )
    assert written.partition("organisations:\n")[2] == (
        "  - name: Home Office\n"
        "    slug: ho\n"
        "    aliases: ['NO', 'HO, London']\n"
        "  - name: visitBritain\n"
        "    slug: vb\n"
        f"{HAND_KEPT}"
        "  - name: Navy Board\n"
    )


def test_the_order_that_organisations_come_in_does_not_change_the_list() -> None:
    some = (a_body("B"), a_body("a"), a_body("C", slug=None))
    assert as_yaml(some) == as_yaml(some[::-1])


def test_hand_kept_entries_are_the_ones_without_a_slug() -> None:
    by_hand = a_body("Navy Board", slug=None, aliases=("Principal Officers",), parents=("A",))
    kept, problems = read_hand_kept(as_yaml((by_hand, a_body("A"))).encode())
    assert (kept, problems) == ((by_hand,), ())


def test_no_file_yet_means_nothing_kept_by_hand() -> None:
    assert read_hand_kept(b"") == ((), ())


def test_a_file_that_cannot_be_read_is_a_problem_and_never_an_empty_list() -> None:
    for broken in (
        b"organisations: [",
        b"organisations: none\n",
        b"organisations: [{slug: x}]\n",
        b"organisations: [{name: A, name: B}]\n",
    ):
        entries, problems = read_entries(broken)
        assert entries == ()
        assert problems


def test_the_shipped_list_is_as_the_script_writes_it_up_to_the_hand_kept_entries() -> None:
    entries, problems = read_entries(SHIPPED.read_bytes())
    assert problems == ()
    from_govuk = [each for each in entries if each.slug]
    assert SHIPPED.read_text("utf-8").startswith(as_yaml(from_govuk))


def test_making_the_shipped_list_anew_loses_no_entry() -> None:
    entries, _ = read_entries(SHIPPED.read_bytes())
    again, problems = read_entries(as_yaml(entries).encode())
    assert problems == ()
    assert sorted(again, key=lambda each: each.name) == sorted(entries, key=lambda each: each.name)


def test_the_shipped_list_has_no_doubled_spelling_no_circle_and_every_curated_slug() -> None:
    entries, _ = read_entries(SHIPPED.read_bytes())
    rows = tuple(a_row(each.slug) for each in entries if each.slug)
    assert find_problems(entries, rows, ALIASES) == ()
