"""
Trying a parked event again, once what it failed on is mended.

It is handled as if it came now, which is only right where nothing about the same thing was handled since: otherwise
the order of the log counts, and a rebuild has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.errors import Conflict, IntegrityError, SetupError
from service.eventstore import checkpoints
from service.intake.model import NO_MODEL
from service.projections import parking
from service.projections.applying import apply
from service.projections.model_reading import CHECKPOINT as MODEL_READING
from service.projections.model_reading import read_by_model
from service.projections.projecting import resolve_again
from service.projections.reading import CHECKPOINT as READING
from service.projections.reading import read_again

if TYPE_CHECKING:
    from asyncpg import Pool

    from service.eventstore import EventLog, RecordedEvent
    from service.intake.model import ModelEndpoint
    from service.projections.parking import Parked

_LATER = """
SELECT min(e.position) FROM log.events e
WHERE e.stream = $1 AND e.position > $2 AND e.position <= $3
  AND NOT EXISTS (SELECT FROM parked_events p WHERE p.position = e.position AND p.projection = $4)
"""


async def retry(pool: Pool, log: EventLog, parked: Parked, endpoint: ModelEndpoint | None = None) -> None:
    """
    Handle *parked* now; it is parked no longer. What waits for a language model needs its *endpoint*.

    Raises SetupError without one, Conflict where later events of its stream were handled already, and what the event
    fails with otherwise: it stays parked then, with that error.
    """
    event = await _event(log, parked.position)
    try:
        if parked.consumer == READING:
            await read_again(log, event)
            await parking.remove(pool, parked.position, parked.consumer)
        elif parked.consumer == MODEL_READING:
            await read_by_model(log, event, _required(endpoint))
            await parking.remove(pool, parked.position, parked.consumer)
        else:
            await _project(pool, event, parked)
    except (Conflict, SetupError):
        raise
    except Exception as error:
        await parking.note(pool, parked.consumer, event, error)
        raise


def _required(endpoint: ModelEndpoint | None) -> ModelEndpoint:
    if endpoint is None:
        raise SetupError(NO_MODEL, field="VERBALE_LLM_URL")
    return endpoint


async def _project(pool: Pool, event: RecordedEvent, parked: Parked) -> None:
    async with pool.acquire() as connection, connection.transaction():
        held = await checkpoints.lock(connection, parked.consumer)
        later = await connection.fetchval(_LATER, parked.stream, parked.position, held, parked.consumer)
        if later is not None:
            raise Conflict(
                f"Position {parked.position} cannot be handled now: position {later} of the same stream "
                f"({parked.stream}) was handled since. Run `verbale rebuild`, which handles both in their order.",
                position=parked.position,
                later=later,
            )
        dirty = await apply(connection, [event])
        await resolve_again(connection, dirty, held)
        await parking.remove(connection, parked.position, parked.consumer)


async def _event(log: EventLog, position: int) -> RecordedEvent:
    async for event in log.read(position - 1, 1):
        if event.position == position:
            return event
    raise IntegrityError(f"Position {position} is missing. Run `verbale verify`.", position=position)
