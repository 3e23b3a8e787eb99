"""Who takes part in a ticket by mail, and how well each has proved to be who they say."""

from collections.abc import Iterable, Sequence
from typing import Final

from helpdesk.incoming import Mailbox
from helpdesk.mailboxes import bare_address
from helpdesk.models import SenderProof

RANK: Final = {SenderProof.UNCLEAR: 0, SenderProof.CLAIMED: 1, SenderProof.VERIFIED: 2}


def folded(address: str) -> str:
    """Return an address as it is compared and as identities keep it."""
    return address.strip().lower()


def addresses(*lists: Iterable[Sequence[str]]) -> list[str]:
    """Return the addresses of lists of mailboxes, as they are compared."""
    return [folded(mailbox[1]) for mailboxes in lists for mailbox in mailboxes if mailbox[1]]


class Circle:
    """The addresses that take part in one ticket.

    They are the customer's own; those the desk has written to; the sender of the mail that opened the ticket; and those
    in To, Cc and Reply-To of that mail, or of a mail of the customer that was verified. So nobody gets in by naming themselves in a forged mail.
    Addresses of the desk itself never take part.
    """

    def __init__(self, customer: Iterable[str], own: frozenset[str]) -> None:
        self._customer = {folded(address) for address in customer}
        self._written_to: set[str] = set()
        self._named: set[str] = set()
        self._proofs: dict[str, SenderProof] = {}
        self._own = own
        self._is_opened = False

    def has(self, address: str) -> bool:
        """Say whether an address takes part."""
        address = folded(address)
        if not address or bare_address(address) in self._own:
            return False
        return address in self._customer or address in self._written_to or address in self._named

    def proof_of(self, address: str) -> SenderProof:
        """Return the best proof an address has given in this ticket, CLAIMED when it has written nothing yet."""
        return self._proofs.get(folded(address), SenderProof.CLAIMED)

    def is_as_good(self, address: str, proof: SenderProof) -> bool:
        """Say whether a proof is no worse than what this address has given before."""
        return RANK[proof] >= RANK[self.proof_of(address)]

    def desk_wrote(self, *recipients: Iterable[Sequence[str]]) -> None:
        """Count a mail of the desk: those it goes to may answer."""
        self._written_to.update(addresses(*recipients))
        self._is_opened = True

    def came(self, sender: str, proof: SenderProof, *named: Iterable[Mailbox | Sequence[str]]) -> None:
        """Count a mail that came in, in the order of the ticket."""
        sender = folded(sender)
        opens, self._is_opened = not self._is_opened, True
        if RANK[proof] > RANK[self._proofs.get(sender, SenderProof.UNCLEAR)]:
            self._proofs[sender] = proof
        if opens:
            self._named.add(sender)
        if opens or (proof is SenderProof.VERIFIED and sender in self._customer):
            self._named.update(addresses(*named))

    def take_in(self, other: "Circle") -> None:
        """Let those of a ticket that was merged into this one take part here."""
        self._customer |= other._customer
        self._written_to |= other._written_to
        self._named |= other._named
