"""`helpdesk up`: one command starts everything, and everything comes back."""

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.runtime import command
from tests.runtime.desk_up import DeskUp
from tests.runtime.processes import is_running, wait_for

pytestmark = pytest.mark.usefixtures("cold_starts")

PARTS = ("web", "gateway", "worker", "relay", "clock", "redis")


@pytest.fixture(scope="module")
def desk_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskUp]:
    with DeskUp(tmp_path_factory.mktemp("up") / "data") as desk:
        desk.start()
        yield desk


def test_it_prints_the_address_and_the_link_for_the_first_administrator(desk_up: DeskUp) -> None:
    assert f"ready on {desk_up.url}" in desk_up.log
    wait_for(lambda: re.search(rf"{desk_up.url}/setup/[\w-]{{40,}}", desk_up.log) is not None, timeout_s=5.0)


def test_every_part_is_in_the_run_file_and_running(desk_up: DeskUp) -> None:
    pids = desk_up.run_file["pids"]

    assert set(pids) == {"supervisor", *PARTS}
    assert all(is_running(pid) for pid in pids.values())


def test_web_says_that_it_lives_and_can_work(desk_up: DeskUp) -> None:
    assert (desk_up.get("/healthz"), desk_up.get("/readyz")) == (200, 200)


def test_head_is_answered_as_get_is_without_the_body(desk_up: DeskUp) -> None:
    address = urlsplit(desk_up.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=20)
    for path, status in (("/healthz", 200), ("/sign-in", 200), ("/api/me", 401), ("/nothing", 404)):
        connection.request("HEAD", path)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (status, b"")
    connection.request("GET", "/healthz")  # on the same connection: nothing was left over
    assert connection.getresponse().status == 200
    connection.close()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_killed_is_back_within_five_seconds(desk_up: DeskUp, part: str) -> None:
    was = desk_up.kill(part)

    wait_for(lambda: desk_up.is_back(part, was), timeout_s=5.0)

    assert desk_up.get("/readyz") == 200


def test_nobody_is_refused_while_web_restarts(desk_up: DeskUp) -> None:
    was = desk_up.kill("web")

    status = desk_up.get("/healthz")

    assert status == 200
    assert desk_up.is_back("web", was)


def test_a_second_start_on_the_same_folder_names_the_first(desk_up: DeskUp) -> None:
    second = command.run("up", env=command.environment(desk_up.data_dir))

    assert second.returncode == 2
    assert f"process {desk_up.process.pid}" in second.stderr
    assert len(second.stderr.splitlines()) == 1
    assert desk_up.get("/healthz") == 200


def test_a_taken_port_is_named_with_the_setting_to_change(desk_up: DeskUp, tmp_path: Path) -> None:
    port = desk_up.run_file["port"]

    second = command.run("up", env=command.environment(tmp_path, port=port))

    assert second.returncode == 2
    assert f"Port {port}" in second.stderr
    assert "HELPDESK_PORT" in second.stderr
    assert len(second.stderr.splitlines()) == 1


def test_migrate_refuses_while_the_desk_runs(desk_up: DeskUp) -> None:
    done = command.run("migrate", env=command.environment(desk_up.data_dir))

    assert done.returncode == 2
    assert "already running" in done.stderr


def test_an_agent_made_while_the_desk_runs_uses_its_redis(desk_up: DeskUp) -> None:
    arguments = ("agent", "create", "--email", "dora@desk.example", "--name", "Dora", "--role", "admin")

    done = command.run(*arguments, env=command.environment(desk_up.data_dir), text_in="ruled green margins 41\n")

    assert done.returncode == 0, done.stderr
    assert "can sign in as admin" in done.stdout
