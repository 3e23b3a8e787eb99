"""What the desk has learnt, on the screen of a supervisor who decides whether it may act."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from helpdesk import clock, db, settings
from helpdesk.models import Learning, PlanningState, Role
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.staff import hire

Contexts = Callable[..., BrowserContext]
SOON_MS = 90_000
FIGURES = {"tickets": 420, "kinds": 5, "rules_right": 261, "right": 348, "decided": 190, "decided_right": 186}

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def learnt(desk: BenchDesk) -> None:
    """A desk that has learnt types well, priorities in vain and skills not at all."""
    well = FIGURES | {"gained": 91, "lost": 4, "threshold": 0.71, "is_better": True}
    badly = FIGURES | {"right": 261, "decided": 0, "decided_right": 0, "gained": 0, "lost": 0} | {"threshold": None}
    outcome = {
        "examples": 980,
        "corrected": 137,
        "levels": {},
        "aspects": {"type": well, "priority": badly | {"is_better": False}},
    }
    with db.transaction() as session:
        done = {"state": PlanningState.DONE, "created_at": clock.now(), "finished_at": clock.now()}
        session.add(Learning(outcome=outcome, **done))


@pytest.mark.usefixtures("learnt")
def test_a_supervisor_compares_and_switches_on(desk: BenchDesk, contexts: Contexts) -> None:
    page = _open(desk, contexts, hire("Boris", role=Role.SUPERVISOR))

    card = page.get_by_role("region", name="Type")
    expect(card).to_contain_text("62.1%", timeout=SOON_MS)
    expect(card).to_contain_text("82.9%")
    expect(page.get_by_role("region", name="Priority")).to_contain_text("no better than the rules")
    expect(page.get_by_role("region", name="Skill")).to_contain_text("nothing learnt")
    card.get_by_role("checkbox").check()

    expect(card.locator(".chip")).to_have_text("decides", timeout=SOON_MS)
    with db.reading() as session:
        assert settings.get(session, "learning") == {"type": True}
    assert faults_in(page, page.main_frame) == []


@pytest.mark.usefixtures("learnt")
def test_the_page_speaks_ukrainian_in_the_dark(desk: BenchDesk, contexts: Contexts) -> None:
    page = _open(desk, contexts, hire("Olena", role=Role.ADMIN, locale="uk"), color_scheme="dark")

    expect(page.get_by_role("heading", name="Навчання")).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_text("на 980 вирішених зверненнях")).to_be_visible(timeout=SOON_MS)
    assert faults_in(page, page.main_frame) == []


def _open(desk: BenchDesk, contexts: Contexts, state: object, **options: object) -> Page:
    page = contexts(storage_state=state, reduced_motion="reduce", **options).new_page()
    page.goto(f"{desk.running.base_url}/?page=settings&section=learning")
    return page
