"""Mails that no person wrote, by their headers and subjects."""

import pytest

from channels.email.automatic import kind_of
from channels.email.mime.headers import Headers

AWAY = [
    *("Out of Office: Lamp", "Abwesenheitsnotiz: Lampe", "Absence du bureau : Lampe", "Fuera de la oficina: Lámpara"),
    *(
        "Не на работе: Лампа",
        "В отпуске: Лампа",
        "У відпустці: Лампа",
        "Afwezig: Lamp",
        "Poza biurem: Lampa",
        "不在通知：ランプ",
    ),
]
REPLIES = [
    *(
        "Automatic reply: Lamp",
        "Auto: Lamp",
        "Автоответ: Лампа",
        "Автовідповідь: Лампа",
        "Автоматическое сообщение: Лампа",
    ),
    *(
        "Automatische Antwort: Lampe",
        "Réponse automatique : Lampe",
        "Respuesta automática: Lámpara",
        "Risposta automatica: R: Lampada",
    ),
    *(
        "Resposta automática: Lâmpada",
        "Automatyczna odpowiedź: Lampa",
        "Autosvar: Lampa",
        "Otomatik yanıt: Lamba",
        "自动回复: 灯",
        "自動返信：ランプ",
    ),
]
PEOPLE = [
    *(
        "Re: Automatic reply: Lamp",
        "Your automatic reply is broken",
        "Автоответ не работает",
        "Out of office furniture order",
    ),
    *(
        "Vacation rental question",
        "Auto insurance",
        "Auto",
        "Отпуск в мае",
        "Fwd: Out of Office: Lamp",
        "Holiday in May?",
        "Urlaub",
    ),
]


def kind(
    headers: dict[str, str],
    *,
    subject: str = "Lamp",
    from_email: str = "vera@firm.example",
    media_type: str = "text/plain",
) -> str:
    return kind_of(Headers.of(headers), from_email=from_email, subject=subject, media_type=media_type)


@pytest.mark.parametrize("subject", AWAY)
def test_absence_is_told_by_the_subject_when_a_program_answers(subject: str) -> None:
    assert kind({"Auto-Submitted": "auto-replied"}, subject=subject) == "out_of_office"
    assert kind({"Return-Path": "<>"}, subject=subject) == "out_of_office"


@pytest.mark.parametrize("subject", REPLIES)
def test_automatic_answer_is_told_by_the_subject_alone(subject: str) -> None:
    assert kind({}, subject=subject) == "auto_reply"


@pytest.mark.parametrize("subject", PEOPLE)
def test_person_may_write_about_absence_and_answers(subject: str) -> None:
    assert kind({}, subject=subject) == ""


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Auto-Submitted": "auto-replied"}, "auto_reply"),
        ({"Auto-Submitted": "auto-replied (vacation)"}, "auto_reply"),
        ({"Auto-Submitted": "auto-generated"}, "notification"),
        ({"Auto-Submitted": "auto-notified; owner-email=\"a@b\""}, "notification"),
        ({"Auto-Submitted": "no"}, ""),
        ({"Precedence": "auto_reply"}, "auto_reply"),
        ({"Precedence": "bulk"}, "notification"),
        ({"Precedence": "junk"}, "notification"),
        ({"Precedence": "list"}, "list"),
        ({"Precedence": "normal"}, ""),
        ({"X-Autoreply": "yes"}, "auto_reply"),
        ({"X-Autoreply": "no"}, ""),
        ({"X-Autorespond": "Lamp"}, "auto_reply"),
        ({"X-Auto-Response-Suppress": "All"}, "notification"),
        ({"X-Auto-Response-Suppress": "DR, RN, NRN"}, ""),
        ({"List-Id": "<users.lists.example>"}, "list"),
        ({"List-Unsubscribe": "<https://news.example/u>"}, "list"),
        ({"Mailing-List": "contact users-help@lists.example"}, "list"),
        ({"Feedback-ID": "1:2:3:shop"}, ""),
        ({"Return-Path": "<>"}, "notification"),
        ({"Return-Path": "<vera@firm.example>"}, ""),
        ({"X-FC-MachineGenerated": "true"}, "notification"),
        ({"Sender": "Google Calendar <calendar-notification@google.com>"}, "calendar"),
        ({"Content-Type": "text/calendar; method=REPLY"}, "calendar"),
        ({"Content-Type": "text/calendar; method=REQUEST"}, ""),
        ({"Content-Type": "multipart/report; report-type=disposition-notification"}, "receipt"),
        ({"Content-Type": "multipart/report; report-type=feedback-report"}, "spam_report"),
        ({"Content-Type": "multipart/report; report-type=delivery-status"}, "notification"),
        ({}, ""),
    ],
)  # fmt: skip
def test_header_says_which_machine_wrote(headers: dict[str, str], expected: str) -> None:
    assert kind(headers) == expected


def test_automatic_answer_to_a_list_is_an_answer_first() -> None:
    assert kind({"Auto-Submitted": "auto-replied", "List-Id": "<users.lists.example>"}) == "auto_reply"


def test_accepted_invitation_is_a_calendar_answer_and_an_offer_is_not() -> None:
    answer = {"Content-Class": "urn:content-classes:calendarmessage"}

    assert kind(answer, subject="Accepted: Meeting") == "calendar"
    assert kind({}, subject="Accepted: your offer") == ""


def test_mail_server_is_never_a_person() -> None:
    assert kind({}, from_email="MAILER-DAEMON@mx.example") == "notification"
