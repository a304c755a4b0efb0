"""
Secrets and signatures, as the Standard Webhooks specification has them; the library signs.

A signature covers the message's id, the second it is sent, and its body. While a secret is being replaced, both sign.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Sequence
from datetime import datetime

from standardwebhooks import Webhook

from service.domain.errors import InvalidInput

PREFIX = "whsec_"
MIN_BYTES, MAX_BYTES = 24, 64
"""What the specification asks of a secret."""


def new_secret() -> str:
    """A secret of 32 bytes from the system's source of randomness."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def read_secret(text: str) -> str:
    """A secret that was given, as it is stored. Raises InvalidInput without repeating it."""
    try:
        size = len(base64.b64decode(text.removeprefix(PREFIX), validate=True))
    except (binascii.Error, ValueError):
        size = 0
    if not text.startswith(PREFIX) or not MIN_BYTES <= size <= MAX_BYTES:
        raise InvalidInput(
            f"secret: give {PREFIX} and {MIN_BYTES} to {MAX_BYTES} bytes in base64, or leave it out to have one made",
            field="secret",
        )
    return text


def headers(message_id: str, sent_at: datetime, body: str, with_secrets: Sequence[str]) -> dict[str, str]:
    """The three headers of a message, signed with each secret, the newest first."""
    signatures = [Webhook(secret).sign(message_id, sent_at, body) for secret in with_secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(sent_at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
