"""Rows 11, 13, 16 on the whole road of a mail: nothing of the server is read for it, numbers open no ticket, codes stay with their sender."""

from collections.abc import Callable
from importlib.metadata import distributions
from typing import Final

from helpdesk import db
from helpdesk.models import TicketLink
from tests.cast import Desk
from tests.edge import Browser
from tests.mails import open_mailbox
from tests.security.letters import delivered, letter
from tests.stories import ticket_of

Open = Callable[..., Browser]
SECRET: Final = "kanareyka in a file"
# Programs that fetch what a page names while they turn it into a file.
CONVERTERS: Final = {
    "weasyprint",
    "pdfkit",
    "xhtml2pdf",
    "pyppeteer",
    "wkhtmltopdf",
    "reportlab",
    "imgkit",
    "html2image",
}
READERS: Final = (
    '<img src="file://PATH"><img src="php://filter/resource=PATH"><img src="PATH">',
    '<iframe src="file://PATH"></iframe><object data="file://PATH"></object><embed src="file://PATH">',
    '<link rel="attachment" href="file://PATH"><link rel="stylesheet" href="file://PATH">',
    "<style>@import 'file://PATH';p{background:url(file://PATH)}</style><a href=\"file://PATH\">x</a>",
    '<svg><image xlink:href="file://PATH"/></svg><img src="data:text/plain,file://PATH"><img src="cid:../../PATH">',
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file://PATH'>]><p>&y;</p><!--#include file='PATH'-->{% include 'PATH' %}",
)


def test_a_mail_gets_no_file_of_the_server_onto_any_page(desk: Desk, browser: Open) -> None:
    path = desk.folder / "secret.txt"
    path.write_text(SECRET)
    [message] = delivered(open_mailbox(), letter("".join(READERS).replace("PATH", str(path)), text=str(path)))
    dora = browser("dora")

    pages = [dora.page(f"/mail/{message.id}/view?images=1").text, dora.get(f"/api/tickets/{message.ticket_id}").text]

    assert not [page for page in pages if SECRET in page]
    assert "file://" not in pages[0]
    assert str(path) not in pages[0].replace("{% include", "").replace(f"'{path}'", "")


def test_nothing_that_turns_pages_into_files_is_installed() -> None:
    installed = {str(found.metadata["Name"]).lower() for found in distributions()}

    assert "nh3" in installed
    assert installed & CONVERTERS == set()


def test_a_strangers_number_in_the_subject_opens_a_ticket_of_its_own(desk: Desk) -> None:
    box = open_mailbox()
    [asked] = delivered(box, letter("<p>Where is it?</p>", sender="Vera <vera@shop.example>"))
    number = ticket_of(asked).number

    for subject in (f"Re: [#{number}]", f"Re: Hello [#{number}]", f"[Ticket #{number}] Hello", f"#{number}"):
        [forged] = delivered(box, letter("<p>Pay here</p>", sender="Mallory <mallory@z.test>", subject=subject))
        assert forged.ticket_id != asked.ticket_id, subject

    assert ticket_of(asked).message_count == 1


def test_the_customers_own_number_finds_their_ticket(desk: Desk) -> None:
    box = open_mailbox()
    [asked] = delivered(box, letter("<p>Where is it?</p>", sender="Vera <vera@shop.example>"))

    [again] = delivered(
        box, letter("<p>And?</p>", sender="Vera <vera@shop.example>", subject=f"[#{ticket_of(asked).number}]")
    )

    assert again.ticket_id == asked.ticket_id


def test_a_code_that_quotes_our_ticket_stays_away_from_its_customer(desk: Desk) -> None:
    box = open_mailbox()
    asked = letter("<p>Where is it?</p>", sender="Vera <vera@shop.example>")
    [first] = delivered(box, asked)

    [code] = delivered(
        box, letter("<p>Your code is 123</p>", sender="No reply <signup@service.test>", answers=asked["Message-ID"])
    )

    assert code.ticket_id != first.ticket_id
    assert ticket_of(code).customer_id != ticket_of(first).customer_id
    with db.reading() as session:
        assert session.query(TicketLink).filter_by(ticket_id=code.ticket_id).count() <= 1
