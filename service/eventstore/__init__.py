"""
The event log on Postgres: append, read, verify, checkpoints, wake-up.

What is recorded is never changed, and nothing is acknowledged before it is durable.
"""

from service.eventstore.log import EventLog
from service.eventstore.records import Appended, Metadata, NewEvent, RecordedEvent, uuid7
from service.eventstore.tables import ROLE

__all__ = ["ROLE", "Appended", "EventLog", "Metadata", "NewEvent", "RecordedEvent", "uuid7"]
