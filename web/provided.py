"""What handlers may ask for by name and type: `actor: TheActor`."""

from collections.abc import Callable, Mapping

from litestar.connection import ASGIConnection
from litestar.di import NamedDependency, Provide
from litestar.types import Scope

from helpdesk.config import Config
from helpdesk.permissions import Actor
from web.session import Connection, SignedIn, signed_in_of

TheActor = NamedDependency[Actor]
TheSignedIn = NamedDependency[SignedIn]
TheConfig = NamedDependency[Config]
TheAddress = NamedDependency[str]  # of whoever made the request


def dependencies(config: Config) -> Mapping[str, Provide]:
    """Return `signed_in`, `actor`, `config` and `address` for every handler that names them."""

    def provide_config() -> Config:
        return config

    providers: dict[str, Callable[..., object]] = {
        "signed_in": _signed_in,
        "actor": _actor,
        "config": provide_config,
        "address": _address,
    }
    return {name: Provide(provider, sync_to_thread=False) for name, provider in providers.items()}


def _signed_in(scope: Scope) -> SignedIn:
    return signed_in_of(_connection(scope))


def _actor(scope: Scope) -> Actor:
    return signed_in_of(_connection(scope)).actor


def _address(scope: Scope) -> str:
    return str(scope["state"]["address"])


def _connection(scope: Scope) -> Connection:
    return ASGIConnection(scope)
