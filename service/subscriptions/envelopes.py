"""
Envelopes: changes and events as CloudEvents 1.0 (JSON event format), the same bytes to whoever they are sent.

`sequence` orders as text (the Sequence extension); `recordedtime` is when the record got it (the Recorded Time
extension), beside `time`, when it happened.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

from service.eventstore.records import Metadata, RecordedEvent
from service.subscriptions.feed import Change, ChangeData

MEDIA_TYPE = "application/cloudevents+json"
BATCH_TYPE = "application/cloudevents-batch+json"
CHANGE_TYPE = "net.verbale.change."
"""Before the cause of a change."""
EVENT_TYPE = "net.verbale.log."
"""Before the type of an event of the log."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """The attributes of every CloudEvent that is sent; `source` with `id` names one thing for ever."""

    specversion: Literal["1.0"] = "1.0"
    id: str
    source: str
    type: str
    subject: str | msgspec.UnsetType = msgspec.UNSET
    time: datetime
    recordedtime: datetime
    sequence: str
    datacontenttype: Literal["application/json"] = "application/json"


class EventData(msgspec.Struct, frozen=True, kw_only=True):
    """An event of the log: its place, and its payload in today's form of its type."""

    position: int
    event_id: str
    type: str
    stream: str
    stream_version: int
    payload: dict[str, Any]
    metadata: Metadata


class ChangeEnvelope(Envelope, frozen=True, kw_only=True):
    """A change as a CloudEvent: `id` and `sequence` are its cursor, `subject` its key."""

    data: ChangeData


class EventEnvelope(Envelope, frozen=True, kw_only=True):
    """An event of the log as a CloudEvent: `id` is the event's own, `sequence` its position, `subject` its stream."""

    data: EventData


_ENCODER = msgspec.json.Encoder()


def envelope(change: Change) -> bytes:
    """A change as a CloudEvent, encoded."""
    data = ChangeData(**{name: getattr(change, name) for name in ChangeData.__struct_fields__})
    return _ENCODER.encode(
        ChangeEnvelope(
            id=str(change.cursor),
            source=change.source,
            type=CHANGE_TYPE + change.cause,
            subject=change.key or msgspec.UNSET,
            time=change.happened_at,
            recordedtime=change.recorded_at,
            sequence=sequence_of(change.cursor),
            data=data,
        )
    )


def event_envelope(event: RecordedEvent, log_id: str) -> bytes:
    """An event of the log with that id as a CloudEvent, encoded."""
    data = EventData(
        position=event.position,
        event_id=str(event.event_id),
        type=event.type,
        stream=event.stream,
        stream_version=event.stream_version,
        payload=msgspec.to_builtins(event.payload),
        metadata=event.metadata,
    )
    return _ENCODER.encode(
        EventEnvelope(
            id=str(event.event_id),
            source=f"urn:uuid:{log_id}",
            type=EVENT_TYPE + event.type,
            subject=event.stream,
            time=event.recorded_at,
            recordedtime=event.recorded_at,
            sequence=sequence_of(event.position),
            data=data,
        )
    )


def sequence_of(number: int) -> str:
    """A cursor or position as text that orders as the numbers do."""
    return f"{number:019d}"
