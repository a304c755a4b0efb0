"""
The tables that ship with the package: parties, groups, places, roles and initiatives, as YAML.

Each is read once, when the module that owns it is imported, and is the same for everybody from then on.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml


def load(name: str) -> Any:
    """The content of `<name>.yaml`, in the order of the file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(files(__name__).joinpath(f"{name}.yaml").read_bytes(), Loader=loader)  # noqa: S506 - both are safe
