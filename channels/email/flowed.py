"""Plain text whose lines flow (RFC 3676): broken lines of a paragraph joined, quotes kept."""


def unflow(text: str, *, delete_space: bool) -> str:
    """Return flowed text with its paragraphs on one line each; quoted lines keep their marks."""
    found: list[str] = []
    paragraph: list[str] = []
    depth = 0
    for line in text.split("\n"):
        level, content = _level(line)
        if paragraph and level != depth:
            found.append(_joined(depth, paragraph))
            paragraph = []
        depth = level
        is_flowed = content.endswith(" ") and content != "-- "
        if content == "-- " and paragraph:
            found.append(_joined(depth, paragraph))
            paragraph = []
        paragraph.append(content[:-1] if is_flowed and delete_space else content)
        if not is_flowed:
            found.append(_joined(depth, paragraph))
            paragraph = []
    if paragraph:
        found.append(_joined(depth, paragraph))
    return "\n".join(found)


def _level(line: str) -> tuple[int, str]:
    content = line.lstrip(">")
    level = len(line) - len(content)
    return level, content[1:] if content[:1] == " " else content


def _joined(depth: int, paragraph: list[str]) -> str:
    text = "".join(paragraph)
    text = text if text == "-- " else text.rstrip(" ")
    return f"{'>' * depth} {text}".rstrip(" ") if depth else text
