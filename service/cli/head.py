"""
`verbale head`: the log's head as a signed note, to be kept where the log's owner cannot reach it.

The note goes to standard output as it is; what there is to say about it goes to standard error.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import asyncpg
import rich_click as click

from service.cli import bars, database, options
from service.domain.errors import SetupError
from service.eventstore import heads, notes, signing, verify
from service.eventstore.heads import KeptHead
from service.settings import VARIABLES, Settings


@click.command(
    epilog="Example: `verbale head --sign > noted.txt`; check it later with `verbale verify --head noted.txt`"
)
@click.option("--sign", is_flag=True, help="Verify what was recorded since the last signed head, and sign one now.")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Folder that holds the record.")
def head(sign: bool, data_dir: Path | None) -> None:  # noqa: FBT001 - click passes flags by name
    """Print the log's newest signed head, or the unsigned one where none was signed."""
    note, told = asyncio.run(_head(options.settings(data_dir=data_dir), sign=sign))
    click.echo(note, nl=False)
    click.echo(told, err=True)


async def _head(settings: Settings, *, sign: bool) -> tuple[str, str]:
    key = signing.load(settings)
    if sign and key is None:
        raise SetupError(
            f"There is no key to sign with: set {VARIABLES['signing_key_file']}; "
            "`openssl genpkey -algorithm ed25519 -out signing.pem` makes one.",
            field=VARIABLES["signing_key_file"],
        )
    async with database.opened(settings) as url, asyncpg.create_pool(url, min_size=1, max_size=1) as pool:
        if key is not None and sign:
            with bars.events("Signing") as progress:
                total = await verify.head(pool)
                async for signed in heads.sign_all(pool, key):
                    progress(signed.head.size, total)
        kept: KeptHead | None = await heads.latest(pool)
        if kept is None:
            return notes.write_head(await heads.unsigned(pool)), "This head is not signed: no key has signed one yet."
        kept.check()
        behind = await verify.head(pool) - kept.head.size
    return kept.note, f"Signed by {kept.key}; {behind:,} events were recorded since."
