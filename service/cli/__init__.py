"""
The command `verbale`.

One module a group of commands, imported when the command is used, so that a quick command stays quick. A new command
is one line in `COMMANDS`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module

import rich_click as click

from service.domain.errors import VerbaleError

COMMANDS: Mapping[str, str] = {
    "up": "service.cli.up:up",
    "serve": "service.cli.serve:serve",
    "work": "service.cli.work:work",
    "migrate": "service.cli.migrate:migrate",
    "ready": "service.cli.ready:ready",
    "extract": "service.cli.extract:extract",
    "load": "service.cli.load:load",
    "ask": "service.cli.ask:ask",
    "history": "service.cli.axes:history",
    "revisions": "service.cli.axes:revisions",
    "diff": "service.cli.diff:diff",
    "watch": "service.cli.watch:watch",
    "rebuild": "service.cli.rebuild:rebuild",
    "parked": "service.cli.parked:parked",
    "reread": "service.cli.reread:reread",
    "merge": "service.cli.identity:merge",
    "split": "service.cli.identity:split",
    "identity": "service.cli.identity:identity",
    "erase": "service.cli.erase:erase",
    "subscriptions": "service.cli.subscriptions:subscriptions",
    "export": "service.cli.export:export",
    "import": "service.cli.import_:import_",
    "verify": "service.cli.verify:verify",
    "head": "service.cli.head:head",
    "relay": "service.cli.relay:relay",
    "demo": "service.cli.demo:demo",
}


class Commands(click.RichGroup):
    """The commands of `COMMANDS`, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command *cmd_name*, None for one that there is not."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="verbale")
def root() -> None:
    """
    The diplomatic record as of any date.

    Settings come from the environment; see docs/operations.md. Example: `verbale up`
    """


def main() -> None:
    """Run the command line; an expected error becomes one message and the exit status 1."""
    try:
        root()
    except VerbaleError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
