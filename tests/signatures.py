"""Each app reads the signatures of all handlers anew, a third of making it: here the apps of a process share what was read."""

from typing import Any

from litestar._signature.model import SignatureModel
from litestar.utils.signature import ParsedSignature

_read, _modelled = ParsedSignature.from_fn, SignatureModel.create
# What is known by the identity of a part of it keeps that part alive.
_signatures: dict[object, tuple[ParsedSignature, object]] = {}
_models: dict[object, tuple[type[SignatureModel], object]] = {}


def share_signatures() -> None:
    """Let handlers that were written in one place, and take the same, have one signature and one model of it."""
    ParsedSignature.from_fn = _signature_of  # type: ignore[method-assign, assignment]
    SignatureModel.create = _model_of  # type: ignore[method-assign, assignment]


def _signature_of(fn: Any, names: dict[str, Any]) -> ParsedSignature:  # whatever can be called
    plain = getattr(fn, "__func__", fn)
    if not hasattr(plain, "__code__"):
        return _read(fn, names)
    parts = (*plain.__annotations__.values(), *(plain.__defaults__ or ()), *(plain.__kwdefaults__ or {}).values())
    key = (plain.__code__, plain.__module__, *map(id, (*parts, *names.values())))
    if key not in _signatures:
        _signatures[key] = _read(fn, names), (plain, parts, names)
    return _signatures[key][0]


def _model_of(**asked: Any) -> type[SignatureModel]:  # what Litestar says of a handler
    parts = (asked["parsed_signature"], asked.get("data_dto"), *asked["type_decoders"])
    key = (frozenset(asked["dependency_name_set"]), *map(id, parts))
    if key not in _models:
        _models[key] = _modelled(**asked), parts
    return _models[key][0]
