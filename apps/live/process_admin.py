"""What long-running processes report, for admins: each with its condition, its figures in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core.admin import ReadOnlyAdmin
from apps.live.models import ProcessReport
from apps.live.processes import ENDED, SILENT, Kind, condition_of, kind_of

COMMON: Final[Mapping[str, str | Promise]] = {
    SILENT: _("silent: gone, or it cannot write"),
    ENDED: _("ended when asked to"),
}
LOOKS: Final[Mapping[str, str]] = {SILENT: "font-semibold text-red-700 dark:text-red-400"}


@admin.register(ProcessReport)
class ProcessReportAdmin(ReadOnlyAdmin):
    """One row a process; it writes its own every few seconds, and is forgotten a day after its last word."""

    list_display = ("process", "condition", "started_at", "reported_at", "headline")
    list_filter = ("kind",)
    fields = ("process", "condition", "holder", "started_at", "reported_at", "ended_at", "told")
    list_fullwidth = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.with_silence()  # type: ignore[attr-defined, no-any-return]

    @admin.display(description=_("kind of process"), ordering="kind")
    def process(self, row: ProcessReport) -> str:
        return str(kind_of(row.kind).title)

    @admin.display(description=_("condition"))
    def condition(self, row: ProcessReport) -> SafeString:
        word = condition_of(row)
        said = COMMON.get(word) or kind_of(row.kind).states.get(word, word)
        return format_html('<span class="{}">{}</span>', LOOKS.get(word, ""), said)

    @admin.display(description=_("figures"))
    def headline(self, row: ProcessReport) -> str:
        """The plain figures alone, on one line."""
        kind = kind_of(row.kind)
        plain = [(kind.words[key], row.figures[key]) for key in kind.headline if key in row.figures]
        return " · ".join(f"{label}: {_value(value)}" for label, value in plain)

    @admin.display(description=_("figures since it started"))
    def told(self, row: ProcessReport) -> SafeString:
        return _table(row.figures, kind_of(row.kind))


def _table(figures: Mapping[str, Any], kind: Kind) -> SafeString:
    rows = format_html_join(
        "",
        '<tr><th class="pr-6 py-1 text-left align-top font-medium">{}</th><td class="py-1">{}</td></tr>',
        _rows(figures, kind),
    )
    return format_html("<table>{}</table>", rows)


def _rows(figures: Mapping[str, Any], kind: Kind) -> Iterator[tuple[object, object]]:
    # The database keeps members in an order of its own; the kind's words are in the reader's.
    order = {word: number for number, word in enumerate(kind.words)}
    for key, value in sorted(figures.items(), key=lambda item: order.get(item[0], len(order))):
        if key in kind.hidden:
            continue
        label = kind.words.get(key, key)
        yield label, (_table(value, kind) if value else "–") if isinstance(value, dict) else _value(value)


def _value(value: object) -> str:
    """Numbers and times as the reader's language writes them."""
    if value is None:
        return "–"
    if isinstance(value, int | float):
        return str(formats.number_format(value, use_l10n=True, force_grouping=True))
    moment = _moment(value)
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else str(value)


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None
