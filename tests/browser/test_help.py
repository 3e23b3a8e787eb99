"""Other people's help on the screen: approvals asked and answered, side threads with their answers from outside."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, StorageState, expect
from sqlalchemy import select

from helpdesk import clock, db, secrets
from helpdesk.actions import approvals, label
from helpdesk.actions.promises import Due
from helpdesk.models import Agent, Role, SystemMail, Team
from helpdesk.queries.rights import actor_of
from runtime.bench.desk import BenchDesk
from runtime.keys import keys_of
from tests.browser.axe import faults_in
from tests.browser.mails import open_mailbox
from tests.browser.people import Console
from tests.browser.staff import hire
from tests.mails import all_arrive, arrives, mail

Contexts = Callable[..., BrowserContext]
SOON_MS = 60_000

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def olena(desk: BenchDesk, dora: StorageState) -> StorageState:
    """A supervisor who reads Ukrainian."""
    return hire("Olena", role=Role.SUPERVISOR, locale="uk")


@pytest.fixture(scope="module")
def mailbox_id(desk: BenchDesk, dora: StorageState) -> int:
    """The desk's mailbox; what is signed here, the desk knows."""
    secrets.configure(keys_of(desk.folder))
    return open_mailbox()


def test_an_approval_is_asked_answered_and_told(
    desk: BenchDesk, dora: StorageState, olena: StorageState, mailbox_id: int, contexts: Contexts
) -> None:
    ticket_id = arrives(mail(mailbox_id, "May I have my money back?", subject="Refund")).ticket_id
    page = contexts(storage_state=dora, reduced_motion="reduce").new_page()
    console = Console(page)
    page.goto(f"{desk.running.base_url}/?view=all&ticket={ticket_id}")
    expect(console.messages).to_contain_text("my money back", timeout=SOON_MS)

    console.ticket.get_by_role("button", name="More about this ticket").click()
    page.get_by_role("button", name="Ask for approval").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What exactly is to be approved").fill("Refund 120 € without the parcel?")
    assert faults_in(page, page.main_frame) == []
    dialog.get_by_role("button", name="Ask", exact=True).click()
    strip = page.get_by_role("region", name="Other people's help")
    expect(strip).to_contain_text("Refund 120 €", timeout=SOON_MS)

    other = contexts(storage_state=olena, reduced_motion="reduce").new_page()
    other.goto(desk.running.base_url)
    expect(other.get_by_role("button", name="Погодження")).to_contain_text("1", timeout=SOON_MS)
    other.get_by_role("button", name="Погодження").click()
    card = other.get_by_role("article", name="Погодження")
    expect(card).to_contain_text("Refund 120 €", timeout=SOON_MS)
    assert faults_in(other, other.main_frame) == []
    card.get_by_label("Причина").fill("Посилка ще не повернулася")
    card.get_by_role("button", name="Відмовити").press("Enter")
    expect(card).to_have_count(0, timeout=SOON_MS)

    expect(console.messages).to_contain_text("Olena refused: Refund 120 €", timeout=SOON_MS)
    expect(console.messages).to_contain_text("ще не повернулася")
    expect(strip).to_have_count(0)


def test_a_side_thread_goes_out_and_its_answer_is_folded_beside_the_ticket(
    desk: BenchDesk, dora: StorageState, mailbox_id: int, contexts: Contexts
) -> None:
    ticket_id = arrives(mail(mailbox_id, "Where is parcel 4711?", subject="Parcel")).ticket_id
    page = contexts(storage_state=dora, reduced_motion="reduce").new_page()
    console = Console(page)
    page.goto(f"{desk.running.base_url}/?view=all&ticket={ticket_id}")
    expect(console.messages).to_contain_text("parcel 4711", timeout=SOON_MS)

    console.ticket.get_by_role("button", name="More about this ticket").click()
    page.get_by_role("button", name="New side thread").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("With", exact=True).select_option("address")
    dialog.get_by_label("Address", exact=True).fill("oleh@carrier.example")
    dialog.get_by_label("Message", exact=True).fill("Do you know where it is?")
    dialog.get_by_text("Quote from the ticket").click()
    dialog.get_by_label("Where is parcel 4711?").check()
    assert faults_in(page, page.main_frame) == []
    dialog.get_by_role("button", name="Begin").click()
    side = page.locator("details.side")
    expect(side).to_contain_text("oleh@carrier.example", timeout=SOON_MS)

    with db.reading() as session:
        sent = session.scalars(select(SystemMail).order_by(SystemMail.id.desc()).limit(1)).one()
    assert "> Where is parcel 4711?" in sent.text
    all_arrive(mail(mailbox_id, "It is in Lviv", sender="oleh@carrier.example", answers=sent.mail_id))
    expect(side).to_contain_text("1 unread", timeout=SOON_MS)
    expect(page.get_by_role("button", name="Side threads")).to_contain_text("1", timeout=SOON_MS)
    side.locator("summary").press("Enter")
    expect(side).to_contain_text("It is in Lviv", timeout=SOON_MS)
    assert faults_in(page, page.main_frame) == []
    expect(side).not_to_contain_text("unread", timeout=SOON_MS)
    expect(console.messages).not_to_contain_text("Lviv")


def test_who_is_asked_reads_only_and_a_deleted_ticket_comes_back(
    desk: BenchDesk, dora: StorageState, mailbox_id: int, contexts: Contexts
) -> None:
    ticket_id = arrives(mail(mailbox_id, "Delete me", subject="Rubbish")).ticket_id
    oksana = hire("Oksana", locale="uk")
    lend(ticket_id)
    other = contexts(storage_state=oksana, reduced_motion="reduce").new_page()
    other.goto(f"{desk.running.base_url}/?view=all&ticket={ticket_id}")
    expect(other.get_by_text("можна читати, але не змінювати")).to_be_visible(timeout=SOON_MS)
    expect(other.get_by_role("textbox", name="Причина")).to_be_visible(timeout=SOON_MS)
    expect(other.locator("#composer")).to_have_count(0)
    assert faults_in(other, other.main_frame) == []

    page = contexts(storage_state=dora, reduced_motion="reduce").new_page()
    console = Console(page)
    page.goto(f"{desk.running.base_url}/?view=all&ticket={ticket_id}")
    expect(console.messages).to_contain_text("Delete me", timeout=SOON_MS)
    console.ticket.get_by_role("button", name="More about this ticket").click()
    page.get_by_role("button", name="Delete", exact=True).press("Enter")
    expect(page.get_by_text("is in the trash")).to_be_visible(timeout=SOON_MS)
    page.get_by_role("button", name="Trash", exact=True).click()
    expect(page.get_by_role("option", name="Rubbish")).to_be_visible(timeout=SOON_MS)
    page.get_by_role("option", name="Rubbish").click()
    console.ticket.get_by_role("button", name="Restore").press("Enter")
    expect(page.get_by_role("option", name="Rubbish")).to_have_count(0, timeout=SOON_MS)


def lend(ticket_id: int) -> None:
    """Have Dora's desk ask Oksana, of another team, about a ticket of a team of its own."""
    with db.transaction() as session:
        found = session.scalars(select(Agent).where(Agent.name.in_(("Dora", "Oksana"))).order_by(Agent.id)).all()
        by = actor_of(session, found[0])
        team = Team(name="Refunds", created_at=clock.now())
        session.add(team)
        session.flush()
        label.set_team(session, ticket_id, team_id=team.id, by=by)
        due = Due(clock.now() + timedelta(days=1))
        approvals.ask(session, ticket_id, found[1].id, question="Повернути гроші?", due=due, by=by)
