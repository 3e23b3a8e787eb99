"""The production shape: what the compose file and the image name is there, two of every part, and nothing runs as root."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from helpdesk import config
from runtime.cli import COMMANDS
from runtime.part_list import NAMES
from runtime.parts.web import DRAIN_S

ROOT: Final = Path(__file__).resolve().parents[2]
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: Final[dict[str, dict[str, Any]]] = COMPOSE["services"]
OURS: Final = {name: service for name, service in SERVICES.items() if service.get("image") == "helpdesk"}
DOCKERFILE: Final = (ROOT / "Dockerfile").read_text()


class Asked(Mapping[str, str]):
    """An environment without anything that remembers what was asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def get(self, name: str, default: object = None) -> Any:
        self.names.add(name)
        return default

    def __getitem__(self, name: str) -> str:
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_every_part_runs_twice() -> None:
    assert {name: SERVICES[name]["deploy"]["replicas"] for name in NAMES} == dict.fromkeys(NAMES, 2)


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_a_command_there_is(name: str) -> None:
    command, *rest = OURS[name]["command"]

    assert command in COMMANDS
    assert rest == []


def test_every_setting_named_is_one_the_helpdesk_reads() -> None:
    asked = Asked()
    config.load(asked)
    named = {key for service in OURS.values() for key in service["environment"]}
    named |= set(re.findall(r"\bHELPDESK_[A-Z_]+(?==)", DOCKERFILE))

    assert len(named) > 5
    assert named <= asked.names


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {"migrate"}))
def test_a_service_is_watched_and_comes_back(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"web"}))
def test_a_part_is_watched_by_its_own_name(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][-2:] == ["alive", name]


@pytest.mark.parametrize("name", OURS)
def test_a_part_may_do_little_on_its_machine(name: str) -> None:
    assert OURS[name]["read_only"]
    assert OURS[name]["cap_drop"] == ["ALL"]
    assert "ports" not in OURS[name], "only the proxy is reached from outside"


def test_nothing_but_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_who_finishes_what_is_under_way_is_given_the_time() -> None:
    grace = {name: SERVICES[name].get("stop_grace_period") for name in (*NAMES, "postgres")}

    assert grace["gateway"] == grace["postgres"] == "2m"
    assert int(str(grace["web"]).removesuffix("s")) > DRAIN_S


def test_the_image_knows_files_by_their_names() -> None:
    assert "install -y --no-install-recommends media-types" in DOCKERFILE.rpartition("\nFROM ")[2]


def test_the_image_runs_as_nobody_special() -> None:
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]

    assert re.search(r"^USER helpdesk$", last_stage, re.MULTILINE)
    assert last_stage.index("USER helpdesk") < last_stage.index("ENTRYPOINT")


def test_the_image_holds_every_package_and_all_it_copies_is_there() -> None:
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in line.split()[:-1]
    }
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert {"helpdesk", "channels", "routing", "web", "runtime"} <= copied
    assert all((ROOT / source).exists() for source in copied)
    assert {source.split("/")[0] for source in copied} <= let_through


def test_the_proxy_passes_on_to_where_web_listens() -> None:
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text()
    port = re.search(r"HELPDESK_PORT=(\d+)", DOCKERFILE)

    assert port is not None
    assert f"dynamic a web {port[1]}" in caddyfile
    assert f"127.0.0.1:{port[1]}/readyz" in str(SERVICES["web"]["healthcheck"]["test"])


def test_the_entry_point_is_the_command_line() -> None:
    assert '["python", "-m", "runtime.cli"]' in DOCKERFILE
