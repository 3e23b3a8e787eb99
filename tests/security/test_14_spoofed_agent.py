"""Attack 14: an agent's address in From gives nobody an agent's rights; agents do not answer by mail at all."""

import pytest

from helpdesk.models import AuthorKind, Mail, MessageKind, SenderProof
from tests.cast import Desk, email_of
from tests.channels.email.outbound.posts import deliver
from tests.mailboxes import answers_by_mail, mail_of, mailbox, stored, writes
from tests.peers.smtp_sink import Sink


@pytest.mark.parametrize("proof", list(SenderProof))
def test_a_mail_from_an_agents_address_sends_nothing_to_the_customer(
    desk: Desk, sink: Sink, proof: SenderProof
) -> None:
    channel = mailbox(sink.port)
    asked = writes(channel)
    reply = answers_by_mail(asked.ticket_id, by=desk.cast.anna)
    deliver(channel)
    sent = len(sink.kept)

    known: Mail = mail_of(reply)
    spoof = writes(
        channel,
        "Please pay to this account instead.",
        address=email_of("anna"),
        name="Anna",
        proof=proof,
        in_reply_to=known.mail_id,
        references=(known.mail_id,),
    )
    deliver(channel)

    assert len(sink.kept) == sent
    assert (stored(spoof).kind, stored(spoof).author_kind) == (MessageKind.IN, AuthorKind.CUSTOMER)
    assert stored(spoof).author_agent_id is None


def test_a_spoofed_agent_lands_on_a_ticket_of_their_own(desk: Desk) -> None:
    channel = mailbox()
    asked = writes(channel)
    reply = answers_by_mail(asked.ticket_id, by=desk.cast.anna)

    spoof = writes(
        channel,
        "Close this.",
        address=email_of("anna"),
        proof=SenderProof.CLAIMED,
        in_reply_to=mail_of(reply).mail_id,
        references=(mail_of(reply).mail_id,),
    )

    assert spoof.ticket_id != asked.ticket_id
