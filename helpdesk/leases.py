"""Leases: a part that must run once has one owner, and an owner that lost it can do no harm."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.errors import DeskError
from helpdesk.models import Lease

TTL_S = 10
SKEW_S = 60  # between two machines' clocks at most; a lease that lasts longer was taken before the clock was set back
STANDSTILL_S = 5  # of an owner amid a transaction; longer than a busy machine lets anybody wait, shorter than a lease

# Built once: the relay asks at every event. With the second, PostgreSQL ends a transaction whose process stands still:
# it locks the lease, and nobody could take it over.
_EPOCH = select(Lease.epoch).where(Lease.name == bindparam("name")).with_for_update(read=True)
_BRIEFLY = select(func.set_config("idle_in_transaction_session_timeout", bindparam("standstill"), True))
_EPOCH_BRIEFLY = _EPOCH.add_columns(*_BRIEFLY.selected_columns)


class Fenced(DeskError):
    """Another process has taken this part over."""

    code = "fenced"


@dataclass(frozen=True, slots=True)
class Fence:
    """Proof of ownership: valid while the lease still has this epoch."""

    name: str
    owner: str
    epoch: int


def acquire(name: str, owner: str, *, ttl_s: int = TTL_S) -> Fence | None:
    """Take the lease if it is free, expired or already this owner's (a restart); None when another holds it."""

    def take(session: Session) -> Fence | None:
        now = clock.now()
        _hold_briefly(session)
        lease = session.get(Lease, name, with_for_update=True)
        if lease is None:
            lease = Lease(name=name, owner=owner, epoch=1, expires_at=now)
            session.add(lease)
        elif lease.owner != owner and now < lease.expires_at <= now + timedelta(seconds=ttl_s + SKEW_S):
            return None
        else:
            lease.owner, lease.epoch = owner, lease.epoch + 1
        lease.expires_at = now + timedelta(seconds=ttl_s)
        session.flush()
        return Fence(name, owner, lease.epoch)

    return db.retrying(take)


def renew(fence: Fence, *, ttl_s: int = TTL_S) -> bool:
    """Prolong the lease; False when it is no longer ours."""
    with db.transaction() as session:
        _hold_briefly(session)
        return (
            db.changed(
                session,
                update(Lease)
                .where(Lease.name == fence.name, Lease.owner == fence.owner, Lease.epoch == fence.epoch)
                .values(expires_at=clock.now() + timedelta(seconds=ttl_s)),
            )
            == 1
        )


def check(session: Session, fence: Fence) -> None:
    """Raise Fenced, inside the transaction that relies on it, when the lease has another epoch."""
    if db.current().is_sqlite:
        epoch = session.scalar(_EPOCH, {"name": fence.name})
    else:
        epoch = session.scalar(_EPOCH_BRIEFLY, {"name": fence.name, "standstill": _standstill()})
    if epoch != fence.epoch:
        raise Fenced


def release(fence: Fence) -> None:
    """Give the lease up so that another owner need not wait for it to expire."""
    with db.transaction() as session:
        session.execute(
            update(Lease)
            .where(Lease.name == fence.name, Lease.owner == fence.owner, Lease.epoch == fence.epoch)
            .values(expires_at=clock.now())
        )


def _hold_briefly(session: Session) -> None:
    if not db.current().is_sqlite:
        session.execute(_BRIEFLY, {"standstill": _standstill()})


def _standstill() -> str:
    return f"{STANDSTILL_S}s"
