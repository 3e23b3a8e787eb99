"""A mail that has come to the desk, with everything a mail may have."""

from typing import Final

from playwright.sync_api import Page, Route

from helpdesk.models import Message, SenderProof
from tests.mails import ADDRESS, arrives, mail, open_mailbox

HTML: Final = """<h2>Order 20418</h2><table width="700" border="1"><tr><td>Oolong</td><td>2 x 100 g</td></tr></table>
<p>The parcel was open. <a target="_blank" href="https://shop.example/20418">See the order</a></p>
<script>parent.document.title = "taken over"</script><img data-remote="http://127.0.0.1:9/pixel.gif" alt="">""" + (
    "<p>Oolong</p>" * 30
)
TEXT: Final = (
    "The parcel was open 🙁\n\n> On Monday you wrote:\n> It is on its way.\n> Dora\n\nWhat now?\n-- \nVera Lind\nLviv"
)
FOLDS: Final = ((TEXT.index("> On"), TEXT.index("\n\nWhat"), "quote"), (TEXT.index("-- "), len(TEXT), "signature"))


def open_parcel(mailbox_id: int, *, html: str = HTML, proof: SenderProof = SenderProof.CLAIMED) -> Message:
    """Let Vera write that her parcel was open; with a copy to Boris."""
    copies = (("Boris", "boris@x.example"), ("", "carl@y.example"))
    return arrives(
        mail(
            mailbox_id,
            TEXT,
            name="Vera Lind",
            subject="Open parcel",
            html=html,
            cc=copies,
            folds=FOLDS,
            has_remote_images=bool(html),
            proof=proof,
        )
    )


def names_own_addresses(page: Page) -> None:
    """Let the desk tell a page which addresses are its own."""

    def answer(route: Route) -> None:
        answer = route.fetch(max_retries=2)
        content = answer.json()
        for channel in content["channels"]:
            channel["addresses"] = [ADDRESS]
        route.fulfill(response=answer, json=content)

    page.route("**/api/workspace", answer)


__all__ = ["ADDRESS", "FOLDS", "HTML", "TEXT", "names_own_addresses", "open_mailbox", "open_parcel"]
