"""Templates to pages, in the language of whoever reads them."""

from functools import cache, partial
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Response
from litestar.datastructures import Cookie

from helpdesk import i18n
from helpdesk.config import Config
from web import manifest
from web.session import Connection, SignedIn, cookie_name

LANGUAGE_LIFE_S: Final = 31_536_000


def page(
    connection: Connection,
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    cookies: list[Cookie] | None = None,
    **values: object,
) -> Response[str]:
    """Answer with a page; `values` are what its template shows."""
    language = language_of(connection)
    cookies = list(cookies or [])
    if connection.query_params.get("lang") == language:
        cookies.append(_language_cookie(config_of(connection), language))
    values |= {"is_demo": config_of(connection).is_demo}
    content = render(template, language, address_of_language=partial(_address, connection), **values)
    return Response(content, status_code=status, media_type="text/html", headers=headers or {}, cookies=cookies)


def render(template: str, language: str, **values: object) -> str:
    """Fill in a template; every value is escaped."""
    return (
        _environment()
        .get_template(template)
        .render(
            language=language,
            languages=[(code, i18n.native_name(code)) for code in i18n.languages()],
            t=partial(i18n.text, language),
            built=manifest.address_of,
            build=manifest.build,
            needed_by=partial(manifest.needed_by, language=language),
            **{"is_demo": False, **values},
        )
    )


def language_of(connection: Connection) -> str:
    """Return the reader's language: chosen just now, chosen before, of their account, of their browser."""
    asked = connection.query_params.get("lang") or connection.cookies.get(_cookie_of(connection), "")
    if asked in i18n.languages():
        return str(asked)
    reader = connection.scope.get("user")
    if isinstance(reader, SignedIn):
        return i18n.known(reader.locale)
    return i18n.negotiate(connection.headers.get("accept-language", ""))


def config_of(connection: Connection) -> Config:
    """Return the settings the app was made with."""
    config = connection.app.state["config"]
    assert isinstance(config, Config)
    return config


def _address(connection: Connection, language: str) -> str:
    kept = {key: str(value) for key, value in connection.query_params.items() if key == "next"}
    return f"?{urlencode({**kept, 'lang': language})}"


def _cookie_of(connection: Connection) -> str:
    return cookie_name(config_of(connection), "lang")


def _language_cookie(config: Config, language: str) -> Cookie:
    return Cookie(
        key=cookie_name(config, "lang"),
        value=language,
        max_age=LANGUAGE_LIFE_S,
        secure=config.is_https,
        httponly=True,
        samesite="lax",
    )


@cache
def _environment() -> Environment:
    options: dict[str, Any] = {"trim_blocks": True, "lstrip_blocks": True}  # keyword arguments of two types
    return Environment(loader=PackageLoader("web.pages"), autoescape=True, undefined=StrictUndefined, **options)
