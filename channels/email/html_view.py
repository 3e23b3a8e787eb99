"""A mail's HTML made safe to look at: an allow-list, no styles, no remote images."""

import re
from dataclasses import dataclass
from html import escape
from typing import Final

import nh3

from channels.email.html_depth import is_shallow, without_excess, without_formatting
from channels.email.html_text import html_to_text
from channels.email.storable import storable

MAX_DATA_IMAGE: Final = 200_000  # characters
MAX_FLAT: Final = 1_000_000

_SHOWN: Final = (
    "a abbr b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure"
    " font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strike strong sub"
    " sup table tbody td tfoot th thead time tr tt u ul var wbr"
)
TAGS: Final = set(_SHOWN.split())
_LEFT_OUT: Final = (
    "script style title template svg math noscript object applet iframe frameset noframes noembed xml audio video"
    " canvas select textarea button xmp plaintext"
)
WITHOUT_CONTENT: Final = set(_LEFT_OUT.split())
ATTRIBUTES: Final = {
    "*": {"dir", "lang", "align", "valign", "hidden", "style"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "data-remote"},
    "td": {"colspan", "rowspan", "width"},
    "th": {"colspan", "rowspan", "width"},
    "col": {"span", "width"},
    "colgroup": {"span"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing", "width"},
}
# Set here and not by the sanitiser, whose order of attributes changes from run to run.
LINK: Final = '<a target="_blank" rel="noopener noreferrer nofollow" '
LINKS: Final = ("http://", "https://", "mailto:", "tel:")

_plain_values: Final = re.compile(r"[\w%.,+ -]{1,40}")
_completable: Final = re.compile(r"(?://)?[\w-]+(?:\.[\w-]+)*\.?(?::\d{1,4})?(?:[/?#].*)?")
_raster: Final = re.compile(r"data:image/(?:png|gif|jpe?g|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_hides: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_space: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_image: Final = re.compile(r"<img([^<>]*)>")
_remote: Final = re.compile(r' (?:src="(?=https?:)|data-remote=")([^"]*)"')
_source: Final = re.compile(r' (?:src|data-remote)="[^"]*"')
_size: Final = re.compile(r' (width|height)="\s*0*([01])(?:px)?\s*"')
_hidden_style: Final = re.compile(r'(<[a-z][^<>]*) style="display:none"')
_twice: Final = re.compile(r'( hidden="")(?=[^<>]* hidden="")')


@dataclass(frozen=True, slots=True)
class MailView:
    """What the frame shows, and whether images were left out that could be asked for."""

    html: str
    has_remote_images: bool


def sanitise_mail(html: str) -> MailView:
    """Return what of a mail's HTML may be shown.

    No script, style, class or id stays. An image elsewhere keeps its address in `data-remote`; one of 1 x 1 pixel goes.
    Images of the mail itself keep `cid:`. Markup too deep to be real is shown as its text.
    """
    html = without_excess(storable(html))
    if not is_shallow(html):
        html = without_formatting(html)
        if not is_shallow(html):
            html = f"<pre>{escape(html_to_text(html[:MAX_FLAT]))}</pre>"
    cleaner = _CLEANER if "none" in html or "hidden" in html else _QUICK_CLEANER
    shown = cleaner.clean(html)
    shown = shown.replace("<a ", LINK)
    if "<img" in shown:
        shown = _image.sub(_without_address, shown)
    if "display:none" in shown:
        shown = _twice.sub("", _hidden_style.sub(r'\1 hidden=""', shown))
    return MailView(shown, " data-remote=" in shown and bool(_has_remote.search(shown)))


_has_remote: Final = re.compile(r"<img[^<>]* data-remote=")


def _allowed(tag: str, name: str, value: str) -> str | None:
    """Return the value an attribute may keep, None for none; a name's own dialect of evil ends here."""
    if name == "href":
        return _link(value)
    if name == "src":
        return _picture(value)
    if name == "data-remote":
        return _http(value)
    if name == "style":
        return "display:none" if _hides.search(value) else None
    if name == "hidden":
        return ""
    if name == "alt":
        return value[:500]
    return value if _plain_values.fullmatch(value) else None


def _http(value: str) -> str | None:
    address = _space.sub("", value[:8_000])
    if address.startswith("//"):
        address = "https:" + address
    scheme, separator, rest = address.partition("://")
    return f"{scheme.lower()}://{rest}" if separator and scheme.lower() in ("http", "https") else None


def _link(value: str) -> str | None:
    address = value[:8_000].strip()
    address = _space.sub("%20" if address[:4].lower() == "http" else "", address)
    lowered = address[:8].lower()
    if lowered.startswith(("www.", "//")):
        # What the sanitiser would refuse the next time is refused now.
        if not _completable.fullmatch(address):
            return None
        return ("https:" if lowered.startswith("//") else "http://") + address
    return address if lowered.startswith(LINKS) else None


def _picture(value: str) -> str | None:
    start = value[:40].strip().lower()
    if start.startswith("cid:"):
        return "cid:" + value.strip()[4:1_000]
    if start.startswith("data:"):
        return value if len(value) <= MAX_DATA_IMAGE and _raster.fullmatch(value) else None
    return _http(value)


def _without_address(image: re.Match[str]) -> str:
    """Move an image's address to where no browser follows it; leave out what is only there to count readers."""
    attributes = image[1]
    remote = _remote.search(attributes)
    if remote is None:
        return image[0]
    if {name for name, _ in _size.findall(attributes)} == {"width", "height"}:
        return ""
    own = re.search(r' src="(?:cid|data):[^"]*"', attributes)
    rest = _source.sub("", attributes)
    return f"<img{own[0]}{rest}>" if own else f'<img{rest} data-remote="{remote[1]}">'


def _cleaner(attributes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=WITHOUT_CONTENT,
        attributes=attributes,
        attribute_filter=_allowed,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        link_rel=None,
    )


_CLEANER: Final = _cleaner(ATTRIBUTES)
# Most tags of most mails have a style and none of them hides anything: asking about each takes half the time.
_QUICK_CLEANER: Final = _cleaner(ATTRIBUTES | {"*": ATTRIBUTES["*"] - {"style"}})
