"""Attack 28, addresses of files: each has an end that nobody can move, and none is a right."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from helpdesk import clock, db, secrets
from helpdesk.actions import label
from helpdesk.config import Config
from helpdesk.files.addresses import BUCKET_S, SIDE_FILES, address_of
from helpdesk.permissions import SYSTEM
from tests import uploads
from tests.cast import Desk
from tests.edge import Browser
from tests.security.test_28_attachments import attach, of_support
from tests.security.world import make_world

Open = Callable[..., Browser]


@pytest.fixture
def anna(browser: Open) -> Browser:
    return browser("anna")


@pytest.fixture
def file(anna: Browser) -> str:
    """A file that anna sent up."""
    return str(uploads.upload(anna, "talk.txt", b"secret").json()["id"])


def long_ago(file: str, hours: float = 25) -> str:
    """The address that was given out back then."""
    with clock.fixed(clock.now() - timedelta(hours=hours)):
        return address_of(file).url


def refused(browser: Browser, url: str) -> tuple[int, str]:
    answer = browser.get(url)
    assert b"secret" not in answer.content
    return answer.status_code, answer.json()["code"]


def test_an_address_lives_for_half_a_day_at_least_and_a_day_at_most(file: str) -> None:
    start = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lives = []
    for minutes in range(0, 24 * 60, 7):
        with clock.fixed(start + timedelta(minutes=minutes)):
            lives.append((address_of(file).ends_at - clock.now()).total_seconds())

    assert min(lives) > BUCKET_S
    assert max(lives) <= 2 * BUCKET_S == 86_400


def test_all_who_read_within_half_a_day_have_the_same_address(file: str) -> None:
    start = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    with clock.fixed(start):
        first = address_of(file)
    with clock.fixed(start + timedelta(seconds=BUCKET_S - 1)):
        last = address_of(file)

    assert first == last


def test_an_address_that_ended_is_gone_and_a_new_one_is_given(anna: Browser, file: str) -> None:
    old = long_ago(file)
    assert refused(anna, old) == (410, "address_ended")

    fresh = anna.get(f"/api/attachments/{file}/address").json()

    assert fresh["url"] != old
    assert anna.get(fresh["url"]).content == b"secret"
    assert anna.page(old).status_code == 410


def test_the_end_is_looked_at_for_every_part_a_player_asks_for(anna: Browser, file: str) -> None:
    for headers in ({"range": "bytes=0-2"}, {"if-none-match": anna.get(address_of(file).url).headers["etag"]}):
        assert anna.get(long_ago(file), headers=headers).status_code == 410


def test_nobody_moves_the_end(anna: Browser, file: str) -> None:
    old, seal = long_ago(file), parse_qs(urlsplit(long_ago(file)).query)["seal"][0]
    later = int(clock.now().timestamp()) + 3600

    tried = [
        re.sub(r"until=\d+", f"until={later}", old),
        re.sub(r"until=\d+", f"until={10**30}", old),
        re.sub(r"until=\d+", "until=-1", old),
        re.sub(r"seal=.*", "seal=", address_of(file).url),
        re.sub(r"seal=.*", f"seal={seal}", address_of(file).url),
        address_of(file).url[:-1],
        address_of(file).url + "A",
        re.sub(r"seal=.*", "seal=%D0%B6%00%F0%9F%98%80", address_of(file).url),
        f"/api/attachments/{file}",
        f"/api/attachments/{file}?inline=1",
    ]

    assert {refused(anna, url) for url in tried} == {(410, "address_ended")}


def test_the_seal_of_another_file_opens_nothing(anna: Browser, file: str) -> None:
    other = uploads.upload(anna, "other.txt", b"secret too").json()["id"]
    borrowed = address_of(other).url.replace(other, file)
    aside = address_of(file, among=SIDE_FILES).url.replace(SIDE_FILES, "/api/attachments/")

    assert refused(anna, borrowed) == refused(anna, aside) == (410, "address_ended")


def test_a_good_address_is_no_right(desk: Desk, browser: Open, anna: Browser) -> None:
    ticket_id = of_support(desk)
    file = attach(desk, anna, ticket_id, as_note=False)
    url, fresh = address_of(file).url, f"/api/attachments/{file}/address"
    assert {browser("charlie").get(one).status_code for one in (url, fresh, long_ago(file))} == {404}
    assert {browser().get(one).status_code for one in (url, fresh, long_ago(file))} == {401}

    with db.transaction() as session:
        label.set_team(session, ticket_id, team_id=desk.cast.billing_id, by=SYSTEM)

    assert {anna.get(one).status_code for one in (url, fresh)} == {404}


def test_files_of_side_threads_end_as_well(desk: Desk, server: Config, browser: Open) -> None:
    world, dora = make_world(desk), browser("dora")
    file = str(world.ids["side_file_id"])
    with clock.fixed(clock.now() - timedelta(days=2)):
        old = address_of(file, among=SIDE_FILES).url

    assert refused(dora, old) == refused(dora, SIDE_FILES + file) == (410, "address_ended")
    fresh = dora.get(f"{SIDE_FILES}{file}/address").json()["url"]
    assert fresh == dora.get(f"/api/sides/{world.ids['side_id']}").json()["messages"][0]["files"][0]["url"]
    assert dora.get(fresh).status_code == 200
    assert browser("charlie").get(fresh).status_code == 404


def test_addresses_of_the_key_before_go_on_until_their_end(anna: Browser, file: str) -> None:
    before, after = secrets.new_key(), secrets.new_key()
    secrets.configure(before)
    given = address_of(file).url

    secrets.configure(f"{after},{before}")
    assert anna.get(given).status_code == 200
    assert address_of(file).url != given
    secrets.configure(after)

    assert refused(anna, given) == (410, "address_ended")
    assert anna.get(anna.get(f"/api/attachments/{file}/address").json()["url"]).status_code == 200
