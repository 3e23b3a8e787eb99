"""The commands beside `up`, each as a process of its own."""

import sqlite3
from contextlib import closing
from pathlib import Path

from helpdesk import clock, db
from helpdesk.actions.accounts import second_factors, totp
from helpdesk.config import Config
from helpdesk.models import Agent
from tests.cast import Desk
from tests.runtime import command

ANNA = ("agent", "create", "--email", "anna@desk.example", "--name", "Anna", "--role", "admin")


def test_an_agent_made_by_hand_is_in_the_database(config: Config) -> None:
    done = command.run(*ANNA, env=command.environment(config.data_dir), text_in="ruled green margins 41\n")

    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(config.data_dir / "helpdesk.sqlite3")) as database:
        assert database.execute("SELECT name, role FROM agent").fetchall() == [("Anna", "admin")]


def test_a_weak_password_is_refused_in_one_line(config: Config) -> None:
    done = command.run(*ANNA, env=command.environment(config.data_dir), text_in="password\n")

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("helpdesk: ")


def test_who_lost_phone_and_codes_signs_in_by_password_again(desk: Desk) -> None:
    anna_id = desk.cast.anna.agent_id or 0
    with db.transaction() as session:
        seed = second_factors.begin(session, session.get_one(Agent, anna_id)).seed
        second_factors.confirm(session, anna_id, totp.code_at(seed, totp.step_of(clock.now())))
    env = command.environment(desk.folder)

    done = command.run("agent", "reset-second-factor", "--email", "anna@desk.example", env=env)
    nobody = command.run("agent", "reset-second-factor", "--email", "nobody@desk.example", env=env)

    assert (done.returncode, nobody.returncode) == (0, 2), done.stderr
    with db.reading() as session:
        assert not second_factors.is_on(session, anna_id)


def test_migrate_makes_the_schema_and_says_so_only_once(tmp_path: Path) -> None:
    env = command.environment(tmp_path)

    first, second = command.run("migrate", env=env), command.run("migrate", env=env)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "is of this version now" in first.stdout
    assert "is of this version already" in second.stdout


def test_migrate_fills_an_empty_database_and_says_where_to_begin(tmp_path: Path) -> None:
    env = command.environment(tmp_path, base_url="https://desk.example")

    first, second = command.run("migrate", env=env), command.run("migrate", env=env)

    assert "https://desk.example/setup/" in first.stdout
    assert "/setup/" in second.stdout, "until there is an administrator"
    with closing(sqlite3.connect(tmp_path / "helpdesk.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM status").fetchone()[0] >= 6
        assert database.execute("SELECT count(*) FROM rule").fetchone()[0] > 0


def test_a_part_that_was_never_started_is_not_alive(tmp_path: Path) -> None:
    done = command.run("alive", "clock", env=command.environment(tmp_path))

    assert done.returncode == 1
    assert "No clock was started" in done.stdout


def test_a_database_of_a_newer_version_is_left_alone(config: Config) -> None:
    path = config.data_dir / "helpdesk.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = 'of-tomorrow'")

    done = command.run("migrate", env=command.environment(config.data_dir))

    assert done.returncode == 2
    assert "newer version of the helpdesk (revision of-tomorrow)" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "helpdesk.sqlite3").write_text("these are not the rows you are looking for " * 40)

    done = command.run("migrate", env=command.environment(tmp_path))

    assert done.returncode == 2
    assert "no database of a helpdesk" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://desk:hush@127.0.0.1:1/desk"

    done = command.run("migrate", env=command.environment(tmp_path, database_url=url))

    assert done.returncode == 2
    assert "does not answer" in done.stderr
    assert "HELPDESK_DATABASE_URL" in done.stderr
    assert "hush" not in done.stderr


def test_a_part_by_itself_says_that_it_needs_a_redis(config: Config) -> None:
    done = command.run("relay", env=command.environment(config.data_dir))

    assert done.returncode == 2
    assert "Set HELPDESK_REDIS_URL" in done.stderr


def test_check_names_what_works_and_what_does_not(config: Config) -> None:
    env = command.environment(config.data_dir, redis_url="redis://127.0.0.1:1/0")

    done = command.run("check", env=env)

    assert done.returncode == 1, done.stderr
    assert "ok    database: revision" in done.stdout
    assert "FAIL  redis: Redis does not answer" in done.stdout


def test_a_setting_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    done = command.run("check", env=command.environment(tmp_path, port="eighty"))

    assert done.returncode == 2
    assert "HELPDESK_PORT" in done.stderr
