"""Reports, saved ones, and the live board."""

from typing import Final

from litestar.types import ControllerRouterHandler

from web.api.reports.board import show_board
from web.api.reports.reports import Reports
from web.api.reports.saved import SavedReports
from web.api.reports.schedules import ReportSchedules

controllers: Final[list[ControllerRouterHandler]] = [Reports, SavedReports, ReportSchedules, show_board]
