"""The settings of `Config` as options of a command: of every one that needs to know how the server is set up."""

from collections.abc import Callable
from dataclasses import Field, fields
from typing import Any

import click

from pollapp.config import Config

_EMPTY = {  # what an empty value means
    "grid_file": "the shipped grid",
    "embed_projector": "none",
    "metrics": "nowhere",
    "machine": "the only one",
}


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Every setting of Config as an option, but for secrets; left out, the environment and then the default decide."""
    for setting in reversed([one for one in fields(Config) if one.metadata["flag"]]):
        flag = f"--{setting.name.replace('_', '-')}"
        help = f"{setting.metadata['help']} [default: {_default(setting)}; POLLAPP_{setting.name.upper()}]"
        kind: dict[str, Any] = {"is_flag": True, "default": None} if setting.type is bool else {"default": None}
        command = click.option(flag, help=help, **kind)(command)
    return command


def _default(setting: "Field[Any]") -> str:
    if isinstance(setting.default, bool):
        return "off"
    return str(setting.default) or _EMPTY.get(setting.name, "found by itself")
