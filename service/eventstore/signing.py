"""
The key that signs the log's heads: from the settings, or made for an embedded database.

Without a key nothing is signed, and whoever shows a head says so; no key is made where somebody else runs the database.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from service.domain.errors import SetupError
from service.settings import VARIABLES, Settings

FILE = "signing.pem"
"""The key's file in the data folder of an embedded database."""


def load(settings: Settings) -> Ed25519PrivateKey | None:
    """
    The key that *settings* give, else the one in the data folder of the embedded database, else None.

    Raises SetupError for a key that cannot be used; the message never holds it.
    """
    if settings.signing_key is not None and settings.signing_key_file is not None:
        raise SetupError(
            f"{VARIABLES['signing_key']} and {VARIABLES['signing_key_file']} are both set: keep one of them.",
            field=VARIABLES["signing_key"],
        )
    if settings.signing_key is not None:
        return _seeded(settings.signing_key)
    if settings.signing_key_file is not None:
        return _read(settings.signing_key_file)
    own = settings.data_dir / FILE
    return _read(own) if settings.database_url is None and own.exists() else None


def with_own_key(settings: Settings) -> Settings:
    """*settings* with the key of the data folder, which is made when it is not there; as they are if they name one."""
    if settings.signing_key is not None or settings.signing_key_file is not None:
        return settings
    path = settings.data_dir / FILE
    create(path)
    return msgspec.structs.replace(settings, signing_key_file=path.absolute())


def create(path: Path) -> bool:
    """Make a key and write it to *path*, which its owner alone may read; False when there is a file already."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode=0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(aside)  # whole or not at all, and never over a key that is there
    except FileExistsError:
        return False
    finally:
        aside.unlink()
    return True


def _seeded(text: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
    except ValueError as error:
        variable = VARIABLES["signing_key"]
        raise SetupError(
            f"{variable} is not 64 hex digits: make a key with `openssl rand -hex 32`.", field=variable
        ) from error


def _read(path: Path) -> Ed25519PrivateKey:
    variable = VARIABLES["signing_key_file"]
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SetupError(
            f"The signing key {path} cannot be read: {error}. Make one with `openssl genpkey -algorithm ed25519`, "
            "or restore the one that there was: heads by a new key are not those of the old one.",
            field=variable,
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SetupError(
            f"{path} holds a key of another kind: make one with `openssl genpkey -algorithm ed25519`.", field=variable
        )
    return key
