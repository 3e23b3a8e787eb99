"""Attack 41: secrets are not compared letter by letter."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import web

SECRET = re.compile(r"token|csrf|digest|secret|password", re.IGNORECASE)
ROOT = Path(web.__file__).parent


def comparisons() -> Iterator[tuple[str, ast.Compare]]:
    """Yield every == and != of the edge, with where it is."""
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Compare) and _is_equality(node) and not _is_lookup(node):
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def test_the_edge_compares_no_secret_with_an_equals_sign() -> None:
    found = list(comparisons())

    careless = [f"{place}: {ast.unparse(node)}" for place, node in found if SECRET.search(ast.unparse(node))]

    assert len(found) > 20
    # Two entries of one form by the same person: nobody learns anything from the time that takes.
    assert [place for place in careless if "'repeat'" not in place] == []


def test_the_places_that_compare_secrets_do_it_in_constant_time() -> None:
    for name in ("session.py", "metrics.py", "pages/forms.py"):
        assert "hmac.compare_digest(" in (ROOT / name).read_text("utf-8")


def _is_equality(node: ast.Compare) -> bool:
    return any(isinstance(sign, ast.Eq | ast.NotEq) for sign in node.ops)


def _is_lookup(node: ast.Compare) -> bool:
    """A column compared in SQL: a hash is looked up by an index, which tells nothing of the token."""
    left = node.left
    return isinstance(left, ast.Attribute) and isinstance(left.value, ast.Name) and left.value.id[0].isupper()
