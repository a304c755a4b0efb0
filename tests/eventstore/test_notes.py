"""Signed notes: the published example, what was signed, and what was not."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.domain.errors import InvalidInput
from service.eventstore import notes
from service.eventstore.notes import Head, PublicKey

# The example of Go's golang.org/x/mod/sumdb/note, whose form C2SP signed-note describes.
SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NOTE = (
    f"{TEXT}\n\N{EM DASH} PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HEAD = Head("verbale/0", 20852163, bytes(range(32)), datetime(2026, 2, 2, 18, tzinfo=UTC))
PUBLIC = PublicKey(HEAD.origin, KEY.public_key().public_bytes_raw())


def test_the_published_note() -> None:
    seed = base64.b64decode(SIGNER.split("+", 4)[4])[1:]
    assert notes.sign(TEXT, "PeterNeumann", Ed25519PrivateKey.from_private_bytes(seed)) == NOTE
    key = notes.read_key(VERIFIER)
    assert str(key) == VERIFIER
    assert notes.is_signed_by(NOTE, key)
    assert not notes.is_signed_by(NOTE.replace("answer", "question"), key)


def test_a_head_reads_as_it_was_written() -> None:
    note = notes.sign(notes.write_head(HEAD), HEAD.origin, KEY)
    assert notes.read_head(note) == HEAD
    assert notes.read_head(notes.write_head(HEAD)) == HEAD
    assert notes.is_signed(note)
    assert not notes.is_signed(notes.write_head(HEAD))
    assert notes.read_head(notes.write_head(HEAD._replace(signed_at=None))).signed_at is None
    cosigned = f"{note}\N{EM DASH} witness.example/w {base64.b64encode(bytes(72)).decode()}\n"
    assert notes.read_head(cosigned) == HEAD
    assert notes.is_signed_by(cosigned, PUBLIC)


def test_every_byte_of_a_head_is_signed() -> None:
    note = notes.sign(notes.write_head(HEAD), HEAD.origin, KEY)
    assert notes.is_signed_by(note, PUBLIC)
    for at in range(len(notes.write_head(HEAD))):
        flipped = note[:at] + chr(ord(note[at]) ^ 1) + note[at + 1 :]
        assert not notes.is_signed_by(flipped, PUBLIC), at
    other = PublicKey(HEAD.origin, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    assert not notes.is_signed_by(note, other)
    assert not notes.is_signed_by(note, PUBLIC._replace(name="verbale/1"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "verbale/0\n5\n",
        "verbale/0\nfive\nAAAA\n",
        "verbale/0\n5\nAAAA\n",
        "verbale/0\n5\n!\n",
        notes.write_head(HEAD).rstrip("\n"),
        notes.write_head(HEAD).replace("time 2026-02-02", "time 2026-02-31"),
    ],
    ids=["nothing", "no root", "no size", "a short root", "no base64", "no last line", "no instant"],
)
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        notes.read_head(text)


@pytest.mark.parametrize("text", ["", "name", "name+00000000+AAAA", VERIFIER.replace("c74f", "c74e"), VERIFIER[:-4]])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        notes.read_key(text)
