"""The mails of the catch-up benchmark are mails: the same each time, of everyday size, some answering others."""

from channels.email.parse import parse_email
from runtime.bench.letters import letters


def test_letters_are_the_same_each_time() -> None:
    assert list(letters(20, to="support@x.test")) == list(letters(20, to="support@x.test"))


def test_letters_are_everyday_mails() -> None:
    sizes = [len(mail) for mail in letters(200, to="support@x.test")]

    assert 5_000 < sum(sizes) / len(sizes) < 20_000


def test_letters_are_read_with_sender_text_and_view() -> None:
    read = [parse_email(mail) for mail in letters(50, to="support@x.test")]

    assert all(one.from_email and one.message_id and one.text and one.html for one in read)
    assert len({one.message_id for one in read}) == 50


def test_about_a_third_of_the_letters_answer_an_earlier_one() -> None:
    read = [parse_email(mail) for mail in letters(300, to="support@x.test")]
    known = {one.message_id: one.from_email for one in read}

    answers = [one for one in read if one.in_reply_to]

    assert 60 < len(answers) < 120
    assert all(known[one.in_reply_to] == one.from_email for one in answers)
