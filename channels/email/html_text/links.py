"""When a link's address or an image's description belongs into the text."""

import re
from dataclasses import dataclass
from typing import Final

MAX_ADDRESS: Final = 1_000
MAX_WORDS: Final = 300

_schemes = ("http://", "https://", "mailto:", "tel:", "ftp://")
_spaces = re.compile(r"\s+")
_file_name = re.compile(r"[^\s/]{1,80}\.(?:png|jpe?g|gif|bmp|webp|svg|tiff?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was opened: its address, and the line and piece its words begin at."""

    href: str
    line: int
    piece: int

    def address_to_show(self, lines: list[str], line: list[str]) -> str:
        """Return the address when the words do not say it, else ""."""
        href = _spaces.sub("", self.href)
        if len(href) > MAX_ADDRESS or not href.lower().startswith(_schemes):
            return ""
        begun = lines[self.line :]
        words = " ".join(begun[-3:]) + "".join(line if begun else line[self.piece :])
        plain, bare = _bare(words), _bare(href)
        return "" if not plain.strip("[]") or bare in plain or (plain in bare and "." in plain) else href


def image_words(alt: str) -> str:
    """Return what an image says in words: an emoji as it is, a description in brackets, a file's name not at all."""
    alt = " ".join(alt[:MAX_WORDS].split())
    if not alt or _file_name.fullmatch(alt) or alt.startswith("cid:"):
        return ""
    return alt if len(alt) <= 4 and not alt.isascii() else f"[{alt}]"


def _bare(text: str) -> str:
    text = _spaces.sub("", text).lower().removeprefix("mailto:").partition("?subject=")[0]
    return text.replace("https://", "").replace("http://", "").removeprefix("www.").rstrip("/")
