"""A mail as it comes every day: a dozen headers of the road, a text of some lines and the same as a page."""

from email.message import EmailMessage
from email.policy import SMTP

_LINES = [
    "Здравствуйте!",
    "",
    "Вчера оплатил заказ 10457, но в личном кабинете он до сих пор не оплачен. Посмотрите, пожалуйста.",
    "Номер платежа 5566-77, карта банка оканчивается на 4421.",
    "",
    "С уважением,",
    "Вера",
]


def everyday_mail() -> bytes:
    """Return a mail of some 10 KB in plain text and HTML."""
    message = EmailMessage(policy=SMTP)
    for hop in range(6):
        message["Received"] = (
            f"from mx{hop}.example.org (mx{hop}.example.org [192.0.2.{hop}]) by mail{hop}.example.net with ESMTPS id 4Xq{hop}; Tue, 3 Mar 2026 10:00:0{hop} +0200"
        )
    message["Authentication-Results"] = (
        "mx.desk.test; dkim=pass header.d=example.org; spf=pass smtp.mailfrom=example.org; dmarc=pass"
    )
    message["DKIM-Signature"] = (
        f"v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=k1; h=from:to:subject:date; bh={'A' * 43}=; b={'B' * 342}=="
    )
    message["From"] = "Вера Петренко <vera@example.org>"
    message["To"] = "Поддержка <help@desk.test>"
    message["Subject"] = "Re: Заказ 10457 не оплачен"
    message["Date"] = "Tue, 3 Mar 2026 10:00:00 +0200"
    message["Message-ID"] = "<CAF-1234567890@mail.example.org>"
    message["In-Reply-To"] = "<desk-1@desk.test>"
    message["References"] = "<a@desk.test> <desk-1@desk.test>"
    quoted = [f"> {line}" for line in _LINES]
    message.set_content("\n".join([*_LINES, "", "вт, 3 мар. 2026 г. в 09:12, Поддержка <help@desk.test>:", *quoted]))
    page = "".join(f'<div dir="ltr"><span style="font-size:11pt">{line or "<br>"}</span></div>' for line in _LINES)
    message.add_alternative(
        f'<html><head><meta charset="utf-8"></head><body>{page}<br><div class="gmail_quote"><div>вт, 3 мар. 2026 г. в 09:12, Поддержка:<br></div>'
        f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{page}</blockquote></div></body></html>',
        subtype="html",
    )
    return bytes(message)
