"""`pollapp doctor`: is this set-up well, part by part, and what to do where it is not. It changes nothing."""

import json
import textwrap
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import click

from pollapp.cli.settings import with_settings
from pollapp.config import BadSetting, config_from
from pollapp.doctor.examine import examine
from pollapp.doctor.finding import Finding, wrong

WIDTH = 120  # of a line
MARGIN = 20  # of what is said, beside state and part


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: a list of {part, state, says, do}.")
@with_settings
def doctor_command(as_json: bool, **flags: Any) -> None:
    """Look at this set-up, with the settings that `serve` would have: ok, warning or wrong, and what to do.

    Exit 1 where something is wrong. Changes nothing, and may run beside the server.
    """
    try:
        findings: Iterable[Finding] = examine(config_from(flags))
    except BadSetting as why:
        findings = [wrong("settings", str(why), "Set it right, then ask again.")]
    found = list(findings) if as_json else [_told(one) for one in findings]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        click.echo(_summed_up(found))
    if any(one.state == "wrong" for one in found):
        raise SystemExit(1)


def _told(finding: Finding) -> Finding:
    """Say it at once: some parts take a second."""
    head = f"{finding.state:8} {finding.part:10} "
    says = textwrap.wrap(finding.says, WIDTH - MARGIN, break_long_words=False, break_on_hyphens=False)
    do = textwrap.wrap(f"→ {finding.do}", WIDTH - MARGIN, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    lines = says + (do if finding.do else [])
    click.echo(head + f"\n{'':{MARGIN}}".join(lines))
    return finding


def _summed_up(found: list[Finding]) -> str:
    bad, warned = ([one.part for one in found if one.state == state] for state in ("wrong", "warning"))
    if bad:
        return f"\nWrong: {', '.join(bad)}. Set that right first."
    if warned:
        return f"\nNothing is wrong. To know about: {', '.join(warned)}."
    return "\nAll is well."
