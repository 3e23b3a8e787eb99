"""No mail is lost, none comes twice, each sender's come in order: whatever happens to the desk, the server and between."""

from collections.abc import Iterator

import pytest

from runtime.faults.patience import patience
from tests.faults.mail.desk import MailDesk, mail_desk
from tests.faults.mail.storm import Storm
from tests.faults.promises import FIRST_SEED, LOG_CHARS, ROUNDS

RIGHT_AGAIN_WITHIN_S = 75.0  # the longest pause between connections that keep breaking is 30 s
POINTS = ("mail.fetched", "mail.stored", "mail.flagged", "receive.before_commit")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, imap_server: object) -> Iterator[MailDesk]:
    if type(imap_server).__name__ != "Dovecot":
        pytest.skip("Dovecot is not installed here (apt-get install dovecot-imapd).")
    with mail_desk(tmp_path_factory.mktemp("mail-desk"), after="seen") as desk:
        yield desk


@pytest.fixture
def mails(running: MailDesk) -> MailDesk:
    if running.desk.is_tired:
        running.desk.restart()
    return running


def test_a_mail_becomes_a_ticket_of_a_running_desk(mails: MailDesk) -> None:
    mails.send("first")

    wrong, seconds = mails.settles(20)
    assert not wrong, mails.desk.log[-LOG_CHARS:]
    assert seconds < 15 * patience()


@pytest.mark.parametrize("point", POINTS)
def test_a_gateway_that_dies_at_any_point_loses_and_doubles_nothing(mails: MailDesk, point: str) -> None:
    def send() -> None:
        for nth in range(5):
            mails.send(f"{point}-{nth}")

    assert mails.crash(point, send=send), "nobody came by, so nothing was proved"
    wrong, _ = mails.settles(RIGHT_AGAIN_WITHIN_S)
    assert not wrong, f"{wrong}\n{mails.desk.log[-LOG_CHARS:]}"


@pytest.mark.timeout(400)
@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + ROUNDS))
def test_nothing_is_lost_or_doubled_in_a_storm(mails: MailDesk, seed: int) -> None:
    storm = Storm(mails, seed)
    storm.rage()

    wrong, seconds = mails.settles(RIGHT_AGAIN_WITHIN_S)
    print(f"seed {seed}: right after {seconds:.1f} s; {', '.join(storm.told)}")
    again = f"HELPDESK_TEST_FAULT_SEED={seed} HELPDESK_TEST_FAULT_ROUNDS=1 pytest {__file__}"
    assert not wrong, f"{wrong[:20]}\n{storm.told}\nRepeat: {again}\n{mails.desk.log[-LOG_CHARS:]}"
