"""What the style of a tag says about how it is read."""

import re

_hidden = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|(?<![^\s\"'/])hidden(?![^\s/>=])", re.IGNORECASE
)
_collapsed = re.compile(r"max-height\s{0,3}:\s{0,3}0", re.IGNORECASE)
_cut = re.compile(r"overflow\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_tight = re.compile(
    r"mso(?:normal|listparagraph|plaintext|nospacing)|margin\s{0,3}:\s{0,3}0(?:px|pt|cm|in|em)?\s{0,3}[;\"']",
    re.IGNORECASE,
)
_indentation = re.compile(
    r"border\s{0,3}:\s{0,3}(?:none|0)|margin(?:-left)?\s{0,3}:[^;\"']{0,40}(?:40px|\.5in|36\.?0?pt|30px)", re.IGNORECASE
)
_citation = re.compile(r"cite|quote|border-left|#1010ff|reply|forward", re.IGNORECASE)


def is_hidden(body: str) -> bool:
    """Tell whether no reader sees the element."""
    if len(body) < 6:
        return False
    lowered = body.lower()
    if ("none" in lowered or "hidden" in lowered) and _hidden.search(body):
        return True
    return "max-height" in lowered and bool(_collapsed.search(body) and _cut.search(body))


def is_tight(body: str) -> bool:
    """Tell whether a paragraph stands close to the next one, as Outlook writes lines."""
    return bool(body) and bool(_tight.search(body))


def is_indentation(body: str) -> bool:
    """Tell whether a blockquote only moves text to the right, as editors do, and quotes nobody."""
    return bool(body) and not _citation.search(body) and bool(_indentation.search(body))
