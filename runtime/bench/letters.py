"""Everyday mails for a benchmark: plain text with its HTML twin, 5 to 20 KB, in three languages, a third of them answers."""

import base64
import random
from collections.abc import Iterator
from typing import Final

WORDS: Final = {
    "en": "order parcel delivery refund invoice please help where password account broken charger thank you again",
    "ru": "заказ посылка доставка возврат счёт пожалуйста помогите где пароль аккаунт сломался зарядка спасибо снова",
    "uk": "замовлення посилка доставка повернення рахунок будь ласка допоможіть де пароль зламався зарядка дякую знову",
}
ANSWERS: Final = 0.3
HEADS: Final = """\
Return-Path: <{sender}>
Delivered-To: {to}
Received: from mx{hop}.shop.example (mx{hop}.shop.example [192.0.2.{hop}])
\tby mx.x.test (Postfix) with ESMTPS id 4{number:08d}
\tfor <{to}>; Mon, 2 Mar 2026 09:{minute:02d}:00 +0000 (UTC)
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=shop.example; s=s1;
\th=from:to:subject:date:message-id; bh={noise}=;
\tb={noise}{noise}{noise}
Date: Mon, 2 Mar 2026 09:{minute:02d}:00 +0000
From: {name} <{sender}>
To: Support <{to}>
Message-ID: {mail_id}
{thread}Subject: {subject}
MIME-Version: 1.0
X-Mailer: Letters 1.0
Content-Type: multipart/alternative; boundary="=_b{number}"
"""


def letters(count: int, *, to: str) -> Iterator[bytes]:
    """Yield mails, the same each time."""
    chance = random.Random(7)  # noqa: S311  must be repeatable, not secret
    earlier: list[tuple[str, str, str]] = []
    for number in range(count):
        yield _letter(chance, number, earlier, to=to)


def _letter(chance: random.Random, number: int, earlier: list[tuple[str, str, str]], *, to: str) -> bytes:
    words = WORDS[chance.choice(tuple(WORDS))].split()
    mail_id, thread = f"<{number}.{chance.getrandbits(64):x}@shop.example>", ""
    sender, subject = f"customer{number}@shop.example", " ".join(chance.choices(words, k=4))
    if earlier and chance.random() < ANSWERS:
        sender, subject, answered = chance.choice(earlier)
        thread = f"In-Reply-To: {answered}\nReferences: {answered}\n"
    else:
        earlier.append((sender, subject, mail_id))
    heads = HEADS.format(
        sender=sender,
        to=to,
        hop=number % 200,
        number=number,
        minute=number % 60,
        noise=f"{chance.getrandbits(512):0128x}",
        name=_word(f"Customer {number}"),
        mail_id=mail_id,
        thread=thread,
        subject=_word(("Re: " if thread else "") + subject),
    )
    paragraphs = [" ".join(chance.choices(words, k=chance.randint(20, 60))) for _ in range(chance.randint(4, 14))]
    return f"{heads}\n{_body(number, paragraphs)}".replace("\n", "\r\n").encode()


def _body(number: int, paragraphs: list[str]) -> str:
    plain = "\n\n".join(paragraphs)
    style = "font-family:Arial,sans-serif;font-size:14px;color:#222222;line-height:20px;margin:0 0 12px 0"
    page = "".join(f'<p class="MsoNormal" style="{style}">{one}</p>\n' for one in paragraphs)
    parts = (("plain", plain), ("html", f"<html><body><div>{page}</div></body></html>"))
    return "".join(
        f"--=_b{number}\nContent-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{_base64(text)}"
        for kind, text in parts
    ) + (f"--=_b{number}--\n")


def _base64(text: str) -> str:
    return base64.encodebytes(text.encode()).decode()


def _word(text: str) -> str:
    return text if text.isascii() else f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="
