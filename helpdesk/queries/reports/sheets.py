"""A report as a file for spreadsheets: CSV and XLSX, with nothing in it that a spreadsheet would run."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from helpdesk.late import Late
from helpdesk.queries.rows import Json

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = Late("xlsxwriter")

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM: Final = "\ufeff"  # without it one spreadsheet takes Cyrillic for Latin
WITHOUT: Final = "(none)"  # an empty first cell looks like a fault
Cell = str | float | int | None

_COLUMNS: Final = {
    "count": ("n",),
    "share": ("n", "value"),
    "seconds": ("n", "value", "p90", "mean"),
}
_HEADS: Final = {
    "count": ("count",),
    "share": ("of", "share"),
    "seconds": ("count", "median_s", "p90_s", "mean_s"),
}


def table(answer: Json, names: Mapping[str, str]) -> tuple[list[str], list[list[Cell]]]:
    """Return the head and the rows of a report; times are ISO dates of the desk's zone, durations seconds.

    names: what the keys of a dimension are called.
    """
    unit, compares = answer["unit"], answer["before"] is not None
    fields, heads = _COLUMNS[unit], _HEADS[unit]
    head = [answer["by"], *heads, *(f"before_{name}" for name in heads if compares)]
    rows = [*answer["rows"], answer["total"] | {"key": "total"}]
    return head, [_cells(row, names, fields, compares=compares) for row in rows]


def to_csv(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a CSV file (RFC 4180, UTF-8 with a byte order mark); text that would be a formula gets an apostrophe."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow(map(_defused, head))
    writer.writerows([_defused(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def to_xlsx(head: Sequence[str], rows: Sequence[Sequence[Cell]], *, title: str) -> bytes:
    """Return a workbook with one sheet; texts are written as texts, so that none of them is a formula or a link."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, bold = book.add_worksheet("Report"), book.add_format({"bold": True})
        book.set_properties({"title": title})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 28)
        for column, text in enumerate(head):
            sheet.write_string(0, column, text, bold)
        for number, row in enumerate(rows, start=1):
            _write(sheet, number, row)
    return out.getvalue()


def _write(sheet: Any, number: int, row: Sequence[Cell]) -> None:  # XlsxWriter ships no types
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, column, cell)
        elif cell is not None:
            sheet.write_number(number, column, cell)


def _cells(row: Json, names: Mapping[str, str], fields: Sequence[str], *, compares: bool) -> list[Cell]:
    key = row["key"] or ""
    before = row["before"] or {}
    earlier: list[Cell] = [before.get(name) for name in fields] if compares else []
    return [names.get(key, key) or WITHOUT, *(row[name] for name in fields), *earlier]


def _defused(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell
