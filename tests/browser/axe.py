"""What is wrong with a screen: axe-core's rules, and texts that do not fit."""

from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Frame, Page

AXE: Final = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
ALL_RULES: Final = {"iframes": False, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS_ALONE: Final = {"iframes": False, "resultTypes": ["violations"], "runOnly": ["color-contrast"]}

_RUN: Final = """options => axe.run(document, options).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 200)} (${node.any.concat(node.all, node.none).map(one => one.message).join("; ")})`)))"""

# What is cut off without "…", and a page that has to be scrolled sideways.
_MISFITS: Final = """() => {
  const cut = [...document.querySelectorAll("body *")].filter(one => {
    const { overflowX, textOverflow } = getComputedStyle(one);
    const isCut = one.scrollWidth > one.clientWidth + 1 && (overflowX === "hidden" || overflowX === "clip") && textOverflow !== "ellipsis";
    return isCut && !one.matches("input, textarea") && one.clientWidth > 1 && one.checkVisibility({ visibilityProperty: true });
  }).map(one => `cut off: ${one.outerHTML.slice(0, 160)}`);
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? [...cut, `wider than the window: ${scrollWidth} > ${clientWidth}`] : cut;
}"""


def faults_in(page: Page, frame: Frame) -> list[str]:
    """Return what axe finds in the light and, colours alone, in the dark, and what does not fit."""
    return [*_axe_faults(page, frame), *misfits_in(frame)]


def misfits_in(frame: Frame) -> list[str]:
    """Return the texts that do not fit: all that another language can change about a screen."""
    found: list[str] = frame.evaluate(_MISFITS)
    return found


def _axe_faults(page: Page, frame: Frame) -> list[str]:
    if not frame.evaluate("'axe' in window"):
        frame.evaluate(AXE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = _run(frame, ALL_RULES)
    page.emulate_media(color_scheme="dark")
    return [*found, *(f"in the dark, {fault}" for fault in _run(frame, COLOURS_ALONE))]


def _run(frame: Frame, options: dict[str, Any]) -> list[str]:  # axe's options
    found: list[str] = frame.evaluate(_RUN, options)
    return found
