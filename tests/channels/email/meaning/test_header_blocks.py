"""Header blocks over quoted mails, in any order of their lines and any dress."""

from itertools import permutations

import pytest

from channels.email.folding import fold

LABELS = [
    *(
        "From Sent To Subject",
        "Von Gesendet An Betreff",
        "De Envoyé À Objet",
        "De Enviado Para Asunto",
        "Da Inviato A Oggetto",
    ),
    *(
        "Van Verzonden Aan Onderwerp",
        "Od Wysłano Do Temat",
        "Från Skickat Till Ämne",
        "Od Odesláno Komu Předmět",
        "Kimden Gönderilen Kime Konu",
    ),
    *(
        "От Отправлено Кому Тема",
        "Від Надіслано Кому Тема",
        "发件人 发送时间 收件人 主题",
        "差出人 送信日時 宛先 件名",
        "Feladó Küldve Címzett Tárgy",
    ),
]
DRESS = ["{}: {}", "*{}:* {}", "{}：{}", "{} : {}", "{}:\t{}", "> {}: {}"]
LINES = ["", "_" * 32 + "\n", "-----Original Message-----\n"]
VALUES = ["Support <support@shop.example>", "04.03.2024 9:15", "Vera", "RE: Lamp"]
OWN = "Thanks, fine.\n\nVera"


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("dress", DRESS)
@pytest.mark.parametrize("line", LINES, ids=["bare", "line", "announced"])
def test_header_block_ends_the_reply(labels: str, dress: str, line: str) -> None:
    fields = list(zip(labels.split(), VALUES, strict=True))
    mark = "> " if dress.startswith(">") else ""

    for order in permutations(fields):
        block = "\n".join(dress.format(*field) for field in order)
        assert fold(f"{OWN}\n\n{line}{block}\n\n{mark}Is it fine?").reply.strip() == OWN, block
