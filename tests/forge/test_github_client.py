"""The token stays with the host that it was made for, and out of errors, logs and reprs."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

import httpx
import pytest

from forge.github import GitHubForge
from forge.github_client import GitHubClient
from forge.port import Draft, ForgeError
from tests.forge.worlds import REPOSITORY, FakeClock, GitHubWorld
from tests.github_double.__main__ import served
from tests.github_double.description import NotAsDescribed
from tests.github_double.double import Fault, Planted
from tests.github_double.seeding import TOKEN

SECRET = "ghs_neverToBeSeenAnywhere0123456789"  # noqa: S105 -- what must not leak


def a_client(
    answer: Callable[[httpx.Request], httpx.Response], *, url: str = "https://api.github.com"
) -> GitHubClient:
    transport = httpx.MockTransport(answer)
    return GitHubClient(REPOSITORY, token=SECRET, clock=FakeClock(), url=url, transport=transport)


ANSWERS: dict[str, Callable[[httpx.Request], httpx.Response]] = {
    "refused": lambda _: httpx.Response(401, json={"message": "Bad credentials"}),
    "odd": lambda _: httpx.Response(403, json=["odd"]),
    "broken": lambda _: httpx.Response(500, text="<html>"),
    "no JSON": lambda _: httpx.Response(200, text="<html>"),
    "no list": lambda _: httpx.Response(200, json={}),
    "half an issue": lambda _: httpx.Response(200, json=[{"number": 1}]),
    "moved away": lambda _: httpx.Response(301, headers={"Location": "https://evil.example/x"}),
    "page elsewhere": lambda _: httpx.Response(
        200, json=[], headers={"Link": '<https://evil.example/?page=2>; rel="next"'}
    ),
    "round and round": lambda request: httpx.Response(302, headers={"Location": str(request.url)}),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_whatever_is_answered_the_token_is_told_to_nobody(
    name: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return ANSWERS[name](request)

    caplog.set_level(logging.DEBUG)
    client = a_client(answer)
    with pytest.raises(ForgeError) as caught:
        list(GitHubForge(client).issues(label="x"))
    printed = capsys.readouterr()
    seen = [
        caplog.text, repr(client), str(caught.value), repr(caught.value), printed.out, printed.err,
        "".join(traceback.format_exception(caught.value)), repr(asked), repr(client._http._auth),  # noqa: SLF001
        *(str(each.url) for each in asked),
    ]  # fmt: skip
    assert not [text for text in seen if SECRET in text]
    assert {each.url.host for each in asked} == {"api.github.com"}
    assert all(each.headers["Authorization"] == f"Bearer {SECRET}" for each in asked)


@pytest.mark.parametrize("token", ["", " ", SECRET + "\n", SECRET + "é", "a b"])
def test_a_token_that_is_none_is_refused_without_being_repeated(token: str) -> None:
    with pytest.raises(ForgeError, match="the token is empty") as caught:
        GitHubClient(REPOSITORY, token=token, clock=FakeClock())
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["http://api.github.com", "ftp://x.example", "https://", "https://a:b@x.example", "x", "http://[",
     "https://x.example/?a=1"],
)  # fmt: skip
def test_the_token_travels_only_where_nobody_listens(url: str) -> None:
    with pytest.raises(ForgeError, match="GITHUB_API_URL"):
        a_client(lambda _: httpx.Response(200), url=url)


def test_the_api_of_a_github_enterprise_is_spoken_to_below_its_path() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(404, json={"message": "Not Found"})

    forge = GitHubForge(a_client(answer, url="https://github.gov.example/api/v3/"))
    assert forge.issue(1) is None
    assert asked == [f"https://github.gov.example/api/v3/repos/{REPOSITORY}/issues/1"]


def test_a_renamed_repository_is_followed_on_the_same_host() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if "repositories" in request.url.path:
            return httpx.Response(404, json={})
        return httpx.Response(301, headers={"Location": "https://api.github.com/repositories/1/x"})

    assert GitHubForge(a_client(answer)).issue(1) is None


def test_a_write_is_not_turned_into_a_read_by_a_redirect() -> None:
    client = a_client(lambda _: httpx.Response(301, headers={"Location": "/other"}))
    with pytest.raises(ForgeError, match="has moved"):
        client.send("POST", "repos/x", body={})


def test_the_same_is_done_over_real_http() -> None:
    world = GitHubWorld()
    with served(world.double) as address:
        client = GitHubClient(REPOSITORY, token=TOKEN, clock=world.clock, url=address)
        forge = GitHubForge(client)
        opened = forge.open_issue(Draft(title="t", body="é", labels=("x",)))
        for number in range(101):
            world.clock.wait(60)
            forge.comment(1, str(number))
        world.double.planted.append(Planted(fault=Fault.LOST, pattern="PATCH"))
        assert forge.edit_issue(1, body="new").body == "new"
        assert [each.number for each in forge.issues(label="x")] == [opened.number]
        assert len(list(forge.comments_on(1))) == 101
        state = httpx.get(f"{address}/_double/state").json()
        seen = httpx.get(f"{address}/_double/seen").json()
        httpx.put(f"{address}/_double/state", json=state).raise_for_status()
        plan = {"fault": "reply lost", "pattern": "GET .*/issues/1$"}
        httpx.post(f"{address}/_double/plant", json=plan).raise_for_status()
        assert forge.issue(1) is not None
        forge.close()
    assert state["issues"]["1"]["body"] == "new"
    assert [each["status"] for each in seen if each["method"] == "PATCH"] == [0, 200]
    assert world.double.refused == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "issues", {"body": "no title"}),
        ("POST", "issues", {"title": "t", "colour": "red"}),
        ("PATCH", "issues/1", {"state": "shut"}),
        ("POST", "git/refs", {"ref": "refs/a/b"}),
        ("GET", "issues?per_page=many", None),
        ("GET", "issues?lable=x", None),
        ("GET", "stargazers", None),
        ("POST", "statuses/abc", {"state": "fine"}),
        ("POST", "issues/1/comments", None),
    ],
)
def test_the_double_refuses_what_githubs_description_would_refuse(
    method: str, path: str, body: dict[str, object] | None
) -> None:
    world = GitHubWorld()
    with pytest.raises(NotAsDescribed):
        world.client().send(method, f"repos/{REPOSITORY}/{path}", body=body)
    assert len(world.double.refused) == 1
