"""
The embedded Postgres: found, initialised, started and stopped by the service itself (ADR-0001).

Nothing here is used when DATABASE_URL is set, except the migrations.
"""
