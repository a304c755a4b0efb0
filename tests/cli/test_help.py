"""Every command says what it does and shows itself at work."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from service.cli import COMMANDS, root


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_an_example_in_its_help(name: str) -> None:
    told = CliRunner().invoke(root, [name, "--help"])
    assert told.exit_code == 0, told.output
    assert "Example" in told.output
    assert f"verbale {name}" in told.output


def test_the_list_of_commands_is_short_and_whole() -> None:
    told = CliRunner().invoke(root, ["--help"])
    assert told.exit_code == 0
    assert all(name in told.output for name in COMMANDS)


def test_an_unknown_command_is_a_usage_error() -> None:
    assert CliRunner().invoke(root, ["no-such-command"]).exit_code == 2
