"""
The AsyncAPI 3 document, at /asyncapi.json: what is sent as it happens, made from the types that are sent.

A message is what a client gets as one CloudEvent: one for every cause of a change, one for every type of event.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, get_args

import msgspec
from litestar import Response, get

from service import __version__
from service.domain import events
from service.domain.events import CATALOGUE, Event
from service.http.changes import ChangesQuery
from service.http.event_streams import MEDIA_TYPE
from service.http.events import EventsQuery
from service.http.forms import Form, Item
from service.http.parameters import Query
from service.projections.changes import Cause
from service.subscriptions import frames
from service.subscriptions.envelopes import CHANGE_TYPE, EVENT_TYPE, ChangeEnvelope, EventEnvelope
from service.subscriptions.envelopes import MEDIA_TYPE as CLOUD_EVENT

_REF = "#/components/schemas/{name}"
_WHY: dict[str, str] = {
    "world": "Something happened, or is announced, and the news told it",
    "learned": "Something of days past was learned",
    "corrected": "An article was revised, or read anew",
    "retracted": "An article was withdrawn",
    "reviewed": "An analyst confirmed, rejected or corrected a claim, or told two things from one",
    "erased": "The law had words erased: what an earlier change told of this key is gone, and this is what is left",
    "resolver": "The rules of a newer release answer otherwise",
    "day": "Its day came",
}


class CutOff(Form, frozen=True, kw_only=True):
    """Why a stream was ended: the client took nothing for long, or fell too far behind; it can go on after `cursor`."""

    reason: str
    cursor: int


@get("/asyncapi.json", include_in_schema=False, sync_to_thread=False)
def asyncapi_json() -> Response[bytes]:
    """The document, encoded once."""
    return Response(_encoded(), media_type="application/vnd.aai.asyncapi+json")


@lru_cache(maxsize=1)
def _encoded() -> bytes:
    return msgspec.json.encode(document())


def document() -> dict[str, Any]:
    """The AsyncAPI document."""
    types = {
        each.type: each
        for each in vars(events).values()
        if isinstance(each, type) and issubclass(each, Event) and each is not Event
    }
    payloads = [types[name] for name in CATALOGUE.names]
    _, schemas = msgspec.json.schema_components(
        [ChangeEnvelope, EventEnvelope, CutOff, Item, *payloads], ref_template=_REF
    )
    for side in ("before", "after"):
        schemas["ChangeData"]["properties"][side] = {"anyOf": [_schema("Item"), {"type": "null"}]}
    _strike(schemas, "discriminator")  # AsyncAPI's is another one, and `anyOf` says it all
    changes = {cause: _change_message(cause) for cause in get_args(Cause)}
    logged = {name: _event_message(name, types[name].__name__) for name in CATALOGUE.names}
    cut_off = {
        "title": "The stream is ended",
        "summary": "The client was cut off; the event's type is `cut-off`, all others have none",
        "contentType": "application/json",
        "payload": _schema("CutOff"),
    }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Verbale",
            "version": __version__,
            "description": "Every change of an answer, and every event of the log, once and in order, as CloudEvents.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": CLOUD_EVENT,
        "channels": {
            "changes": _channel("/v1/changes", "Changes of answers", changes),
            "events": _channel("/v1/events", "Events of the log", logged),
            "webhooks": {
                "address": None,
                "title": "Changes of answers, to an address of your own",
                "description": "Subscribe with POST /v1/subscriptions; signed as Standard Webhooks has it.",
                "messages": {name: _message(name) for name in changes},
            },
        },
        "operations": {
            "sendChanges": _operation("changes", "Send the changes of answers as they come", ChangesQuery),
            "sendEvents": _operation("events", "Send the events of the log as they come", EventsQuery),
            "callWebhooks": {
                "action": "send",
                "summary": "Send the changes of answers to those who subscribed",
                "channel": {"$ref": "#/channels/webhooks"},
                "bindings": {"http": {"method": "POST", "bindingVersion": "0.3.0"}},
            },
        },
        "components": {"messages": changes | logged | {"cut-off": cut_off}, "schemas": schemas},
    }


def _strike(part: Any, name: str) -> None:
    """Take every member of that name out of a document."""
    if isinstance(part, dict):
        part.pop(name, None)
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            _strike(each, name)


def _schema(name: str) -> dict[str, str]:
    return {"$ref": _REF.format(name=name)}


def _message(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/messages/{name}"}


def _change_message(cause: str) -> dict[str, Any]:
    return {
        "name": CHANGE_TYPE + cause,
        "title": f"An answer changed: {cause}",
        "summary": _WHY[cause],
        "contentType": CLOUD_EVENT,
        "payload": {
            "allOf": [
                _schema("ChangeEnvelope"),
                {
                    "properties": {
                        "type": {"const": CHANGE_TYPE + cause},
                        "data": {"properties": {"cause": {"const": cause}}},
                    }
                },
            ]
        },
    }


def _event_message(name: str, form: str) -> dict[str, Any]:
    return {
        "name": EVENT_TYPE + name,
        "title": f"Recorded: {name}",
        "contentType": CLOUD_EVENT,
        "payload": {
            "allOf": [
                _schema("EventEnvelope"),
                {
                    "properties": {
                        "type": {"const": EVENT_TYPE + name},
                        "data": {"properties": {"type": {"const": name}, "payload": _schema(form)}},
                    }
                },
            ]
        },
    }


def _channel(address: str, title: str, messages: dict[str, Any]) -> dict[str, Any]:
    return {
        "address": address,
        "title": title,
        "description": f"GET with `Accept: {MEDIA_TYPE}`. Every message has its cursor as `id`: come back with "
        f"`Last-Event-ID` and you miss none. A client is asked to wait {frames.RETRY_MS} ms before it comes back.",
        "messages": {name: _message(name) for name in (*messages, "cut-off")},
    }


def _operation(channel: str, summary: str, query: type[Query]) -> dict[str, Any]:
    return {
        "action": "send",
        "summary": summary,
        "channel": {"$ref": f"#/channels/{channel}"},
        "bindings": {"http": {"method": "GET", "query": _query(query), "bindingVersion": "0.3.0"}},
    }


def _query(form: type[Query]) -> dict[str, Any]:
    """The parameters of an address, but for the page's length: a stream has no end."""
    (_,), found = msgspec.json.schema_components([form], ref_template="{name}")
    properties = {name: schema for name, schema in found[form.__name__]["properties"].items() if name != "limit"}
    return {"type": "object", "properties": properties, "additionalProperties": False}
