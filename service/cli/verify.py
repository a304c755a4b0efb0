"""
`verbale verify`: does the log say what was written?

It changes nothing. The first position that is wrong is named, and the exit status is 1.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import asyncpg
import msgspec
import rich_click as click

from service.cli import bars, database, options
from service.domain.errors import InvalidInput
from service.eventstore import audit, heads, notes, signing, stretches
from service.eventstore.audit import Audited
from service.eventstore.heads import KeptHead
from service.eventstore.notes import Head, PublicKey
from service.eventstore.verify import Link, Page, head, link_at, pages
from service.postgres import revisions
from service.postgres.lifeline import set_death_signal
from service.settings import Settings

SEVERAL_EVENTS = 500_000
"""From so many events on, starting other processes costs less than they save."""


class _Answer(msgspec.Struct):
    note: str


_ANSWER = msgspec.json.Decoder(_Answer)


class Asked(NamedTuple):
    """What is to be checked, and against what."""

    incremental: bool
    since: int
    notes: tuple[str, ...]
    key: PublicKey | None
    processes: int | None


@click.command(epilog="Example: `verbale head > noted.txt`, and later `verbale verify --head noted.txt`")
@click.option(
    "--full/--incremental", default=True, show_default=True, help="Every event, or those since a signed head."
)
@click.option(
    "--from", "since", type=click.IntRange(1), default=1, show_default=True, help="The first position to check."
)
@click.option(
    "--head",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A head that was noted earlier (`verbale head`): the log must extend it. May be given several times.",
)
@click.option("--key", help="The public key that heads must be signed with (name+id+base64), noted with a head.")
@click.option(
    "--export",
    "archive",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Check this export instead of the database.",
)
@click.option(
    "--processes", type=click.IntRange(1, 64), help="How many processes check a long log; the cores if left out."
)
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Folder that holds the record.")
def verify(
    full: bool,  # noqa: FBT001 - click passes flags by name
    since: int,
    files: tuple[Path, ...],
    key: str | None,
    archive: Path | None,
    processes: int | None,
    data_dir: Path | None,
) -> None:
    """Check events, texts, the stored tree and signed heads; name the first position that is wrong."""
    if not full and since > 1:
        raise InvalidInput("--incremental begins at a signed head: leave --from out, or --incremental.", field="from")
    asked = Asked(not full, since, tuple(map(_note, files)), notes.read_key(key) if key else None, processes)
    settings = options.settings(data_dir=data_dir)
    if archive is None:
        lines = asyncio.run(_database(settings, asked))
    else:
        if not full or since > 1:
            raise InvalidInput("An export is checked whole: leave --incremental and --from out.", field="export")
        lines = _export(archive, asked)
    for line in lines:
        click.echo(line)


async def _database(settings: Settings, asked: Asked) -> list[str]:
    with bars.events("Verifying") as progress:
        async with (
            database.opened(settings, migrated=False) as url,
            asyncpg.create_pool(url, min_size=1, max_size=2) as pool,
        ):
            await revisions.check(url)
            own = signing.load(settings)
            origin = await heads.origin(pool)
            named = asked.key is not None
            if not named and own is not None:
                asked = asked._replace(key=PublicKey(origin, own.public_key().public_bytes_raw()))
            remembered = [_remembered(note, asked.key, origin, named=named) for note in asked.notes]
            base = await _base(pool, asked, remembered)
            last = await head(pool)
            after = asked.since - 1 if base is None else base.size
            if after > last:
                raise InvalidInput(f"The log ends at {last}: there is nothing from {after + 1} on.", field="from")
            start = await link_at(pool, after)
            checked = _checked(url, pool, start, last, asked.processes)
            found = await audit.audit(pool, checked, start, last, remembered, progress)
    return [*_told(found, base), *_about_heads(found, remembered, asked)]


def _checked(url: str, pool: asyncpg.Pool, start: Link, last: int, processes: int | None) -> AsyncIterator[Page]:
    if processes is None:
        processes = os.cpu_count() or 1 if last - start.position >= SEVERAL_EVENTS else 1
    if processes == 1:
        return pages(pool, start, last)
    return stretches.checked(url, start, last, processes, _begin())


def _begin() -> Callable[[], object]:
    return partial(_as_child, os.getpid())


def _as_child(parent: int) -> None:
    """In a process that checks: Ctrl-C is the parent's to hear, and its end is ours."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    set_death_signal(signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)


def _export(archive: Path, asked: Asked) -> list[str]:
    remembered = [_remembered(note, asked.key, None, named=asked.key is not None) for note in asked.notes]
    with archive.open("rb") as source, bars.events("Verifying") as progress:
        found = asyncio.run(audit.audit_export(source, remembered, asked.key, progress))
    return [*_told(found, None), *_about_heads(found, remembered, asked)]


def _note(file: Path) -> str:
    """The note in *file*: as `verbale head` prints it, or as /v1/log/head answers it."""
    content = file.read_bytes()
    try:
        return _ANSWER.decode(content).note if content.startswith(b"{") else content.decode()
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InvalidInput(
            f"{file} is neither a note nor an answer of /v1/log/head with a note.", field="head"
        ) from error


def _remembered(note: str, key: PublicKey | None, origin: str | None, *, named: bool) -> Head:
    """The head that a note holds, its signature checked where a key is known; there must be one if it was *named*."""
    found = notes.read_head(note)
    if origin is not None:
        audit.check_origin(found, origin)
    if key is not None and (named or notes.is_signed(note)) and not notes.is_signed_by(note, key):
        raise InvalidInput(
            f"The head over {found.size} events is not signed by {key}: name its key with --key.",
            field="key",
        )
    return found


async def _base(pool: asyncpg.Pool, asked: Asked, remembered: Sequence[Head]) -> Head | None:
    """The head to begin at: the newest remembered one, else the newest kept one that is signed by the known key."""
    if not asked.incremental:
        return None
    found = max(remembered, key=lambda each: each.size, default=None)
    if found is None:
        kept: KeptHead | None = await heads.latest(pool)
        if kept is None:
            raise InvalidInput("No head was signed yet: check the whole log with --full.", field="incremental")
        kept.check()
        if asked.key is not None and kept.key != asked.key:
            raise InvalidInput(
                f"The newest head is signed by {kept.key}, not by {asked.key}: name its key, or use --full.",
                field="key",
            )
        found = kept.head
    if found.size <= await head(pool):
        await audit.compare_stored(pool, found)
        return found
    return None  # the log ends before it, which the comparison of heads tells with its position


def _told(found: Audited, base: Head | None) -> list[str]:
    lines = [f"Events {found.after + 1:,} to {found.size:,} are what was written, and so are their texts."]
    if found.size == found.after:
        lines = [f"Nothing was recorded after {found.after:,}."]
    if found.root_hash is not None:
        lines.append(f"The root of the tree over {found.size:,} events is {found.root_hash.hex()}.")
    if base is not None:
        lines.append(
            f"The stored tree has the root of the head over {base.size:,} events. Those events were not read again: "
            "what was changed in them beneath their hashes is found by --full."
        )
    elif found.after:
        lines.append(f"The events up to {found.after:,} were not read: this says nothing of them.")
    return lines


def _about_heads(found: Audited, remembered: Sequence[Head], asked: Asked) -> list[str]:
    lines = [f"The head over {each.size:,} events that was noted elsewhere agrees with it." for each in remembered]
    if found.keys:
        several = len(found.keys) > 1
        lines.append(
            f"{len(found.keys):,} signed {'heads that are' if several else 'head that is'} kept with the log "
            f"{'agree' if several else 'agrees'} with it."
        )
        signers = sorted({str(key) for key in found.keys})
        if asked.key is None:
            lines.append(
                "Keys that are kept beside the log prove nothing against the database's owner: compare with what was "
                f"published, or name it with --key: {', '.join(signers)}"
            )
        elif foreign := [each for each in signers if each != str(asked.key)]:
            lines.append(f"Not all signed heads are by {asked.key}, but by {', '.join(foreign)}.")
    if not remembered:
        lines.append(
            "A tail that was cut off with its heads shows only against a head that is kept elsewhere: "
            "`verbale head > noted.txt`, later `verbale verify --head noted.txt`."
        )
    return lines
