"""The files of deploy/, as far as the programs that they are for can tell, and by rules of our own where those are not here."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from pollapp.config import Config, config_from
from tests.deploy.nginx import Nginx

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
PATIENCE = 60  # seconds
_SETTINGS = {f"POLLAPP_{setting.name.upper()}" for setting in fields(Config)}


def _read(path: str) -> str:
    return (DEPLOY / path).read_text("utf-8")


@pytest.mark.parametrize("site", ["pollapp.conf", "pollapp-several.conf"])
def test_nginx_takes_its_files_as_they_are(site: str, tmp_path: Path) -> None:
    said = Nginx(tmp_path, site).test()
    assert "test is successful" in said
    assert "[warn]" not in said


def test_caddy_takes_its_file(tmp_path: Path) -> None:
    caddy = shutil.which("caddy")
    if caddy is None:
        pytest.skip("Caddy is not on this machine: tests/deploy/need_nginx.sh says how to get it.")
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}

    def asked(word: str) -> "subprocess.CompletedProcess[str]":
        command = [caddy, word, "--adapter", "caddyfile", "--config", str(DEPLOY / "caddy/Caddyfile")]
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False, env=home)

    run = asked("validate")
    assert run.returncode == 0, run.stderr
    assert "Valid configuration" in run.stdout + run.stderr
    assert "not formatted" not in run.stderr
    [log] = json.loads(asked("adapt").stdout)["logging"]["logs"].values()
    assert log["encoder"]["fields"] == {"request": {"filter": "delete"}}, "visitors' addresses, and links"


@pytest.mark.parametrize("workers", [False, True], ids=["one process", "workers"])
def test_systemd_takes_its_units_and_finds_them_closed(workers: bool, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd is not on this machine.")
    unit = tmp_path / "pollapp.service"
    unit.write_text(_read("systemd/pollapp.service").replace("/opt/pollapp/bin/pollapp", sys.executable))
    if workers:
        (tmp_path / "pollapp.service.d").mkdir()
        (tmp_path / "pollapp.service.d" / "workers.conf").write_text(_read("systemd/workers.conf"))
    environ = {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    run = subprocess.run(
        [analyze, "verify", "--man=no", str(unit)], capture_output=True, text=True, timeout=PATIENCE, check=False, env=environ
    )
    assert [line for line in run.stderr.splitlines() if "pollapp" in line or "workers.conf" in line] == []
    open_to = [analyze, "security", "--offline=true", "--no-pager", "--threshold=25", str(unit)]  # tenths: 2.5 of 10
    run = subprocess.run(open_to, capture_output=True, text=True, timeout=PATIENCE, check=False, env=environ)
    if "unrecognized option" in run.stderr:
        pytest.skip("This systemd is too old to judge a unit that is not installed.")
    assert run.returncode == 0, run.stdout[-400:] + run.stderr


def test_what_a_unit_sets_is_a_setting_with_a_value_that_is_taken() -> None:
    said = dict(re.findall(r"(POLLAPP_\w+)=(\S+)", "\n".join(map(_read, ("systemd/pollapp.service", "systemd/workers.conf")))))
    assert set(said) >= {"POLLAPP_HOST", "POLLAPP_PROXIES", "POLLAPP_WORKERS", "POLLAPP_REDIS"}
    assert set(said) <= _SETTINGS
    config = config_from({}, said)
    assert (config.proxies, config.workers) == (1, 4)


def test_compose_is_of_services_that_know_each_other() -> None:
    file = yaml.safe_load(_read("container/compose.yaml"))
    services = file["services"]
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
        assert set(service.get("networks", ())) <= set(file["networks"])
        assert ("image" in service) != ("build" in service)
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            there = source in file["volumes"] or source.startswith("./tls/") or (DEPLOY / "container" / source).is_file()
            assert there, source
        for config in service.get("configs", ()):
            assert config["source"] in file["configs"]
    for needed in (name for service in services.values() for name, how in service.get("depends_on", {}).items() if "healthy" in str(how)):
        assert "healthcheck" in services[needed]
    assert f"CMD {json.dumps(services['pollapp']['healthcheck']['test'][1:])}" in _read("container/Containerfile")


def test_compose_lets_the_world_reach_nginx_alone_and_keeps_what_is_acked() -> None:
    services = yaml.safe_load(_read("container/compose.yaml"))["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    environment = services["pollapp"]["environment"]
    assert set(environment) <= _SETTINGS
    config_from({"workers": "2"}, {**environment, "POLLAPP_PUBLIC_URL": "https://poll.example.org"})
    command = " ".join(services["valkey"]["command"])
    assert "--appendonly yes --appendfsync always --maxmemory-policy noeviction" in command
    assert services["pollapp"]["command"] == ["serve", "--workers", "2"]


def test_the_upstream_in_compose_is_the_shipped_one_but_for_its_address() -> None:
    inlined = yaml.safe_load(_read("container/compose.yaml"))["configs"]["upstream"]["content"].replace("$$", "$")
    shipped = re.sub(r"^#.*\n", "", _read("nginx/pollapp-upstream.conf"), flags=re.MULTILINE)
    assert inlined.split() == shipped.replace("127.0.0.1:8000", "pollapp:8000").split()


def _instructions() -> list[tuple[str, str]]:
    text = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", _read("container/Containerfile"), flags=re.MULTILINE))
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in text.splitlines() if line.strip()]


def test_the_image_is_small_nobodys_and_is_asked_how_it_does() -> None:
    """What hadolint would look at first."""
    said = _instructions()
    last_stage = said[max(place for place, (word, _) in enumerate(said) if word == "FROM") :]
    words = [word for word, _ in last_stage]
    assert dict(last_stage)["USER"].isdigit(), "a number, so that it can be seen not to be root's"
    assert words.index("RUN") < words.index("USER") < words.index("ENTRYPOINT")
    assert "/healthz" in dict(last_stage)["HEALTHCHECK"]
    assert dict(last_stage)["ENTRYPOINT"] == '["pollapp"]'
    assert "COPY" not in words, "nothing of the checkout but what was built of it"
    for word, rest in said:
        assert word in {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
        assert word != "FROM" or (":" in rest and "latest" not in rest)
        assert "pip" not in rest or "--no-cache-dir" in rest


def test_what_an_image_is_built_of_is_what_the_build_needs_and_nothing_private() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert all((ROOT / name).exists() for name in kept)
    sources = set(
        re.findall(r'"/([^"]+)"', re.search(r"sdist\]\ninclude = \[(.*?)\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.DOTALL)[1])
    )  # type: ignore[index]
    assert {name.split("/")[0] for name in sources} <= kept
    assert "*" in (ROOT / ".dockerignore").read_text("utf-8").splitlines()


def test_images_are_called_by_their_names_alone() -> None:
    """Whoever builds decides which registry they come from."""
    named = re.findall(r"^(?:FROM|\s+image:) (\S+)", _read("container/Containerfile") + _read("container/compose.yaml"), re.MULTILINE)
    assert len(named) == 4
    for image in named:
        assert "." not in image.split("/")[0].split(":")[0], image


def test_every_shipped_file_is_named_in_the_operators_page() -> None:
    page = (ROOT / "docs/operating.md").read_text("utf-8")
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            assert f"deploy/{path.relative_to(DEPLOY).as_posix()}" in page, path.name
