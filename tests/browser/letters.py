"""The mails of a customer, as her own mail program writes them."""

from email.message import EmailMessage
from typing import Final

from tests.uploads import PDF, png

SUBJECT: Final = "Розбита чашка, замовлення 20418"
FIRST_ID: Final = "<broken-cup@shop.example>"
WIDTH_PX: Final = 40
PLAIN: Final = "Доброго дня! Чашка приїхала розбита 🙁\n\nOn Monday Northwind wrote:\n> Ваше замовлення в дорозі.\n"
HTML: Final = """<html><head><style>.x{color:red}</style></head><body>
<p>Доброго дня! Чашка приїхала <b>розбита</b> 🙁</p><p><img src="cid:cup@shop" alt="чашка"></p>
<p><img src="REMOTE/banner.png" alt="banner" width="300"></p>
<div class="gmail_quote"><div>On Monday Northwind wrote:</div><blockquote>Ваше замовлення в дорозі.</blockquote></div>
</body></html>"""


def broken_cup(remote: str) -> bytes:
    """Return Vera's first mail: HTML with a picture of its own and one elsewhere, a quote, a bill, a copy to Boris."""
    mail = _begun(FIRST_ID, SUBJECT)
    mail["Cc"] = "Boris <boris@x.example>"
    mail.set_content(PLAIN)
    mail.add_alternative(HTML.replace("REMOTE", remote), subtype="html")
    html = mail.get_body(("html",))
    assert html is not None
    html.add_related(png(WIDTH_PX, 30), "image", "png", cid="<cup@shop>", filename="cup.png", disposition="inline")
    mail.add_attachment(PDF, "application", "pdf", filename="рахунок.pdf")
    return bytes(mail).replace(b"\n", b"\r\n")


def answer_to(answer: EmailMessage, text: str) -> bytes:
    """Return what Vera writes back to a mail of the desk."""
    mail = _begun("<thanks@shop.example>", f"Re: {answer['Subject']}")
    mail["In-Reply-To"] = answer["Message-ID"]
    mail["References"] = f"{answer['References'] or ''} {answer['Message-ID']}".strip()
    mail.set_content(f"{text}\n")
    return bytes(mail).replace(b"\n", b"\r\n")


def _begun(mail_id: str, subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Віра <vera@shop.example>", "support@northwind.example", subject
    mail["Message-ID"], mail["Date"] = mail_id, "Sat, 21 Nov 2026 10:00:00 +0200"
    return mail
