"""
`verbale up`: everything in one process tree.

It stays in the foreground, and takes all of it down again on Ctrl-C, SIGTERM, or when a part crashes.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import rich_click as click

from service.cli import logs, options, tree


@click.command(epilog="Example: `verbale up --port 8080 --data-dir data`")
@click.option("--host", help="Address to listen on; anything but loopback needs VERBALE_BOOTSTRAP_KEY.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Folder that holds the record.")
def up(host: str | None, port: int | None, data_dir: Path | None) -> None:
    """Start database, projections and server; Ctrl-C takes all of it down."""
    settings = options.settings(host=host, port=port, data_dir=data_dir)
    logs.configure(settings)

    async def tell(base_url: str) -> bool:
        where = settings.data_dir if settings.database_url is None else "the database of DATABASE_URL"
        click.echo(f"Verbale listens on {base_url} and keeps its record in {where}. Ctrl-C stops it.")
        return True

    sys.exit(asyncio.run(tree.run(settings, tell)))
