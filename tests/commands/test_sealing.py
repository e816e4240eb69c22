"""`seal` and `keys`: addresses come by a pipe, keys from the environment, and nothing leaks."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from commands.main import main
from intake.spreadsheet import stand_in_id
from roster.reading import read_document
from roster.sealed import PrivateKeys, decoded, encoded, key_id, parse_private_keys
from roster.writing import write_profile
from tests.builders import PRIVATE_KEY, PUBLIC_KEY, REPOSITORY, a_mentor, sealed

ADDRESS = "mary.somerville@office.gov.example"
NEW_PRIVATE = "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk"
SETTINGS = (REPOSITORY / "programme" / "settings.yaml").read_text("utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "profiles").mkdir()
    keep_keys(tmp_path, PUBLIC_KEY)
    return tmp_path


def keep_keys(root: Path, *public: str) -> None:
    (root / "programme").mkdir(exist_ok=True)
    text = SETTINGS.replace(
        "email_storage: plain", f"email_storage: sealed\nemail_keys: [{', '.join(public)}]"
    )
    (root / "programme" / "settings.yaml").write_text(text, "utf-8")


def write(root: Path, email: str, *, login: str = "mary-somerville", aside: str = "") -> Path:
    file = root / "profiles" / f"{login}.yaml"
    file.write_bytes(write_profile(a_mentor(login, email=email)) + aside.encode())
    return file


def test_an_address_is_sealed_from_a_word_or_a_pipe(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["--root", str(root), "seal", ADDRESS]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(f" {ADDRESS}\n"))
    assert main(["--root", str(root), "seal"]) == 0
    said = capsys.readouterr()
    keys = parse_private_keys(PRIVATE_KEY)
    lines = [email_line(each.encode()) for each in said.out.splitlines()]
    assert [keys.open(each) for each in lines] == [ADDRESS, ADDRESS]
    assert ADDRESS not in said.out + said.err


@pytest.mark.parametrize(
    "address", ["mary", "", "a@b@c.gov.example", "x" * 64 + "@" + "y" * 63 + ".gov"]
)
def test_what_is_no_address_or_too_long_is_refused_and_not_repeated(
    address: str, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(address))
    assert main(["--root", str(root), "seal"]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert not address or address not in said.err


def test_a_programme_without_a_key_says_who_makes_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(tmp_path), "seal", ADDRESS]) == 1
    assert "mentor-match keys new" in capsys.readouterr().err


def test_new_keys_put_the_private_one_alone_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "new"]) == 0
    said = capsys.readouterr()
    (identity,) = parse_private_keys(said.out).by_id
    assert said.out.strip() not in said.err
    assert identity in said.err


def test_all_profiles_are_sealed_again_after_a_change_of_keys_and_only_once(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    new = parse_private_keys(NEW_PRIVATE)
    from_old = write(root, sealed(ADDRESS), aside="# mine\n")
    plain = write(root, "ada@office.gov.example", login="ada")
    foreign = write(root, "sealed:nonsense", login="bob")
    (public_id,) = new.by_id
    public = public_of(NEW_PRIVATE)
    assert key_id(public) == public_id
    keep_keys(root, public, PUBLIC_KEY)
    monkeypatch.setenv("MENTOR_MATCH_PRIVATE_KEY", f"{NEW_PRIVATE} {PRIVATE_KEY}")
    assert main(["--root", str(root), "keys", "reseal"]) == 1
    said = capsys.readouterr()
    assert said.out == "2 sealed with the newest key, 1 left as they were.\n"
    assert "profiles/bob.yaml" in said.err
    assert email_in(from_old, new) == ADDRESS
    assert email_in(plain, new) == "ada@office.gov.example"
    assert from_old.read_text("utf-8").endswith("# mine\n")
    foreign.unlink()
    after = [from_old.read_bytes(), plain.read_bytes()]
    assert main(["--root", str(root), "keys", "reseal"]) == 0
    assert [from_old.read_bytes(), plain.read_bytes()] == after
    assert ADDRESS not in said.out + said.err


def public_of(private: str) -> str:
    return encoded(bytes(PrivateKey(decoded(private)).public_key))


def email_in(file: Path, keys: PrivateKeys) -> str | None:
    return keys.open(email_line(file.read_bytes()))


def email_line(data: bytes) -> str:
    document = read_document(data, path="it").document
    assert document is not None
    return str(document.values["email"])


def test_organisers_open_the_addresses_of_people_they_name(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, sealed(ADDRESS))
    monkeypatch.setenv("MENTOR_MATCH_PRIVATE_KEY", PRIVATE_KEY)
    assert main(["--root", str(root), "keys", "open", "Mary-Somerville", "../x"]) == 1
    said = capsys.readouterr()
    assert said.out == f"{ADDRESS}\n"
    assert ADDRESS not in said.err


@pytest.mark.parametrize("value", ["", "not-a-key-but-secret", PRIVATE_KEY + "x"])
def test_a_missing_or_wrong_key_is_told_without_its_text(
    value: str, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTOR_MATCH_PRIVATE_KEY", value)
    assert main(["--root", str(root), "keys", "reseal"]) == 2
    said = capsys.readouterr().err
    assert "MENTOR_MATCH_PRIVATE_KEY" in said
    assert not value or value not in said


def test_a_sealed_programme_is_checked_built_and_proposed_without_any_key(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, sealed(ADDRESS))
    assert main(["--root", str(root), "check"]) == 0
    assert main(["--root", str(root), "build", "--out", str(root / "site")]) == 0
    site = b"".join(each.read_bytes() for each in (root / "site").rglob("*") if each.is_file())
    assert re.search(rb"sealed:v1:[0-9a-f]{8}", site) is None  # what is left is how to write one
    assert "sealed:v1" not in capsys.readouterr().out


def test_who_seals_nothing_loads_no_cryptography() -> None:
    code = (
        "import sys, commands.main\n"
        f"commands.main.main(['--root', {str(REPOSITORY)!r}, 'check'])\n"
        "print('LOADED', sorted({'nacl', 'itsdangerous', 'smtplib'} & set(sys.modules)))"
    )
    words = [sys.executable, "-c", code]
    out = subprocess.run(words, capture_output=True, text=True, check=True, cwd=REPOSITORY).stdout
    assert out.endswith("LOADED []\n")


SHEET = (
    "first name,last name,email address,grade,organisation,profession,characteristics\n"
    "Mary,Somerville,mary.somerville@hmrc.gov.uk,G7,HMRC,HR,\n"
    "Samuel,Pepys,samuel.pepys@hmrc.gov.uk,G7,HMRC,Policy,\n"
)


@pytest.fixture
def sheet(root: Path) -> Path:
    (root / "people.csv").write_text(SHEET, "utf-8")
    return root / "people.csv"


def taken_in(root: Path, sheet: Path, status: int = 0) -> dict[str, bytes]:
    assert main(["--root", str(root), "--today", "2026-11-22", "import", str(sheet)]) == status
    return {each.name: each.read_bytes() for each in (root / "profiles").iterdir()}


def test_import_seals_addresses_and_changes_nothing_the_second_time(
    root: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = taken_in(root, sheet)
    assert email_line(files["samuel-pepys.yaml"]).startswith("sealed:")
    keys = parse_private_keys(PRIVATE_KEY)
    assert keys.open(email_line(files["mary-somerville.yaml"])) == "mary.somerville@hmrc.gov.uk"
    assert f"github_id: {stand_in_id('mary-somerville')}".encode() in files["mary-somerville.yaml"]
    assert taken_in(root, sheet) == files
    assert main(["--root", str(root), "check"]) == 0
    assert "@" not in "".join(capsys.readouterr())


def test_a_row_that_changes_a_sealed_profile_takes_the_key_that_tells_whose_it_is(
    root: Path,
    sheet: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = taken_in(root, sheet)
    sheet.write_text(SHEET.replace("G7", "G6", 1), "utf-8")
    assert taken_in(root, sheet, status=1) == files
    assert "set MENTOR_MATCH_PRIVATE_KEY" in capsys.readouterr().err
    monkeypatch.setenv("MENTOR_MATCH_PRIVATE_KEY", PRIVATE_KEY)
    after = taken_in(root, sheet)
    assert b"grade: G6" in after["mary-somerville.yaml"]
    assert email_line(after["mary-somerville.yaml"]) == email_line(files["mary-somerville.yaml"])
    sheet.write_text(SHEET.replace("mary.somerville@", "another.mary@"), "utf-8")
    assert taken_in(root, sheet, status=1) == after
    assert "belongs to somebody with another GitHub number" in capsys.readouterr().err


def test_the_door_judges_addresses_of_a_sheet_before_they_are_sealed(
    root: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet.write_text(
        SHEET.replace("samuel.pepys@hmrc.gov.uk", "mary.somerville@hmrc.gov.uk"), "utf-8"
    )
    assert not taken_in(root, sheet, status=1)
    assert "Rows 2 and 3 have the same address." in capsys.readouterr().err
    sheet.write_text(SHEET.replace("samuel.pepys@hmrc.gov.uk", "s@navy.example"), "utf-8")
    assert not taken_in(root, sheet, status=1)
    assert "[email-domain]" in capsys.readouterr().err
