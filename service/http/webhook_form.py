"""The message that a target gets, as OpenAPI describes webhooks: its headers, its body, and what it may answer."""

from __future__ import annotations

from typing import Any

from service.subscriptions.webhooks.sending import CONTENT_TYPE

_HEADERS = {
    "webhook-id": (
        "Names the change: the same in every attempt and every replay, so that a repeat is known.",
        "0f6efdfe-4983-43bd-af34-901f195ae701-118",
    ),
    "webhook-timestamp": ("When this attempt was made, in seconds since 1970.", "1770109451"),
    "webhook-signature": (
        "One signature, or two while the secret is replaced, as Standard Webhooks has them.",
        "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    ),
}
_SAID = {
    "2XX": "Taken: the next change follows",
    "410": "No more, ever: the webhook is ended",
    "429": "Not now; with `Retry-After` nothing is sent before that",
    "503": "Not now; with `Retry-After` nothing is sent before that",
    "default": "Not taken (redirects too): it is sent again, and nothing else before it",
}
WEBHOOKS: dict[str, Any] = {
    "change": {
        "post": {
            "operationId": "ReceiveChange",
            "summary": "A change, sent to the target of a webhook",
            "description": "Sent for each change that its filter matches, in order, until it is taken. Verify the "
            "signature before you believe it. A test has the type `net.verbale.webhook.test`.",
            "tags": ["subscriptions"],
            "parameters": [
                {
                    "name": name,
                    "in": "header",
                    "required": True,
                    "description": words,
                    "schema": {"type": "string"},
                    "example": example,
                }
                for name, (words, example) in _HEADERS.items()
            ],
            "requestBody": {
                "required": True,
                "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ChangeEnvelope"}}},
            },
            "responses": {status: {"description": words} for status, words in _SAID.items()},
        }
    }
}
