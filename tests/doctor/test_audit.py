"""`make audit` reads what the auditors say: a vulnerability, none, and an index that knows nothing, which is not the same as none."""

import json
from typing import Any

import pytest

from tests import audit
from tests.audit import DO, Audit, read_npm_audit, read_pip_audit

VULNERABLE = {
    "name": "flask",
    "version": "0.5",
    "vulns": [{"id": "PYSEC-2018-66", "fix_versions": ["0.12.3"], "aliases": [], "description": ""}],
}
SOUND = {"name": "click", "version": "8.1", "vulns": []}
UNKNOWN = {"name": "attrs", "skip_reason": "Dependency not found on PyPI and could not be audited: attrs (26.1.0)"}


def _pip(*packages: dict[str, Any]) -> Audit:
    return read_pip_audit(json.dumps({"dependencies": packages, "fixes": []}), "")


def test_what_pip_audit_finds() -> None:
    assert _pip(VULNERABLE, SOUND).said() == "Python packages: 1 known.\n  flask 0.5: PYSEC-2018-66, mended in 0.12.3"
    assert _pip(SOUND, UNKNOWN).said() == "Python packages: none known in 1 packages. 1 could not be looked up."
    assert _pip(SOUND).said() == "Python packages: none known in 1 packages."


def test_an_index_without_advisories_proves_nothing() -> None:
    assert _pip(UNKNOWN).said() == f"Python packages: NOT AUDITED. This index knows the packages, but no advisories. {DO}"
    assert read_pip_audit("", "No network.").said() == f"Python packages: NOT AUDITED. No network. {DO}"


def test_what_npm_finds() -> None:
    totals = {"vulnerabilities": {"high": 1, "total": 1}, "dependencies": {"total": 40}}
    bad = {"ws": {"name": "ws", "severity": "high", "range": "<8.17.1"}}
    assert (
        read_npm_audit(json.dumps({"vulnerabilities": bad, "metadata": totals})).said()
        == "Browser packages: 1 known.\n  ws: high, in <8.17.1"
    )
    assert read_npm_audit(json.dumps({"vulnerabilities": {}, "metadata": totals})).said() == "Browser packages: none known in 40 packages."


@pytest.mark.parametrize(
    ("report", "why"),
    [
        ('{"message": "405 Method Not Allowed", "statusCode": 405}', "405 Method Not Allowed"),
        ('{"error": {"code": "ENOLOCK", "summary": "No lockfile."}}', "No lockfile."),
        ("", "npm did not answer."),
    ],
)
def test_a_registry_without_advisories_proves_nothing(report: str, why: str) -> None:
    assert read_npm_audit(report).said() == f"Browser packages: NOT AUDITED. {why} {DO}"


@pytest.mark.parametrize(("found", "code"), [((), 0), (("flask 0.5: PYSEC-2018-66",), 1)])
def test_only_a_vulnerability_stops_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], found: tuple[str, ...], code: int
) -> None:
    monkeypatch.setattr(audit, "_python", lambda: Audit("Python packages", 3, 3, found))
    monkeypatch.setattr(audit, "_browser", lambda: Audit("Browser packages", 0, 0, why_not="No network."))
    assert audit.main() == code
    assert "Browser packages: NOT AUDITED. No network." in capsys.readouterr().out
