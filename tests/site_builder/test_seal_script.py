"""The browser's sealed boxes are libsodium's: each side opens the other's, and makes the same."""

from __future__ import annotations

import json
import shutil
from hashlib import blake2b
from pathlib import Path

import pytest
from nacl.bindings import crypto_box
from nacl.public import PrivateKey

from roster.sealed import (
    decoded,
    encoded,
    key_id,
    pad_address,
    parse_private_keys,
    written_seal,
)
from tests.builders import PRIVATE_KEY, PUBLIC_KEY, REPOSITORY, sealed
from tests.node import SCRIPTS, function_of_script

SEAL = {"key": PUBLIC_KEY, "key_id": key_id(PUBLIC_KEY)}
ADDRESSES = ("a@b.gov.example", "ada.lovelace@analysis.gov.example", "x" * 110 + "@y.gov.example")
_OPENING = """
globalThis.self = globalThis;
await import("./sealing/nacl.js");
const { blake2b } = await import("./sealing/blake2.js");
const { sealed } = await import("./scripts/join/seal.js");
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64url"));

export const seal = (address, seal) => sealed(address, seal);

export const sealWith = (address, seal, secret) =>
  sealed(address, seal, self.nacl.box.keyPair.fromSecretKey(bytes(secret)));

export function open(text, secret) {
  const box = bytes(text.split(":").at(-1));
  const [theirs, rest] = [box.slice(0, 32), box.slice(32)];
  const own = self.nacl.box.keyPair.fromSecretKey(bytes(secret));
  const nonce = blake2b(new Uint8Array([...theirs, ...own.publicKey]), { dkLen: 24 });
  const padded = self.nacl.box.open(rest, nonce, theirs, own.secretKey);
  return padded && Buffer.from(padded.slice(0, padded.lastIndexOf(0x80))).toString();
}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts as they lie in the site, beside the library that seals."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(SCRIPTS, folder / "scripts")
    shutil.copytree(REPOSITORY / "site_builder" / "assets" / "sealing", folder / "sealing")
    (folder / "package.json").write_text(json.dumps({"type": "module"}), "utf-8")
    (folder / "opening.js").write_text(_OPENING, "utf-8")
    return folder


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_the_browser_seals_the_programme_opens(site: Path, address: str) -> None:
    with function_of_script("opening.js", "seal", below=site) as seal:
        texts = {seal(address, SEAL) for _ in range(3)}
    assert len(texts) == 3
    keys = parse_private_keys(PRIVATE_KEY)
    assert [keys.open(each) for each in texts] == [address] * 3


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_the_programme_seals_the_browsers_library_opens(site: Path, address: str) -> None:
    text = sealed(address)
    with function_of_script("opening.js", "open", below=site) as opened:
        assert opened(text, PRIVATE_KEY) == address
        assert opened(text, encoded(bytes(32))) is None
        assert opened(text[:-2] + ("A" if text[-2] != "A" else "B") + text[-1], PRIVATE_KEY) is None


@pytest.mark.parametrize("address", ADDRESSES)
def test_from_the_same_chance_both_make_the_same_box(site: Path, address: str) -> None:
    chance = PrivateKey(bytes(range(100, 132)))
    ours, theirs = bytes(chance.public_key), decoded(PUBLIC_KEY)
    nonce = blake2b(ours + theirs, digest_size=24).digest()
    box = ours + crypto_box(pad_address(address), nonce, theirs, bytes(chance))
    with function_of_script("opening.js", "sealWith", below=site) as seal:
        made = seal(address, SEAL, encoded(bytes(chance)))
    assert made == written_seal(box, public_key=PUBLIC_KEY)
    assert len(made) == 254
