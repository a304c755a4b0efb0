"""
What asyncpg raises when the database is away, full or at odds with others, whatever it was asked to do.

Trying again later can help, and the data are not at fault: nobody is to draw conclusions about an event from these.
"""

from __future__ import annotations

import asyncpg

AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the next statement on a connection that has just been ended
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.PostgresSystemError,
    asyncpg.LockNotAvailableError,
    asyncpg.TransactionRollbackError,
)
