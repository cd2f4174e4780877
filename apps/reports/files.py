"""The files of a result: rendered in the language of whoever asked."""

from typing import Any

from django.utils.translation import gettext as _

from apps.core.clock import TASHKENT
from apps.reports.catalogue import Report
from apps.reports.models import ReportFile, ReportRun
from apps.reports.naming import region_names
from apps.reports.renderers import csv, xlsx

CONTENT_TYPES = {"csv": csv.CONTENT_TYPE, "xlsx": xlsx.CONTENT_TYPE}


def _about(run: ReportRun, report: Report, result: dict[str, Any]) -> list[tuple[str, str]]:
    names = region_names()
    regions = [names.get(code, code) for code in result["regions"] or []]
    at = run.requested_at.astimezone(TASHKENT)
    return [
        (_("Report"), str(report.title)),
        (_("First day"), result["period"]["from"]),
        (_("Last day"), result["period"]["to"]),
        (_("Regions"), ", ".join(regions) or _("the whole nation")),
        (_("Priorities"), ", ".join(f"P{one}" for one in result["params"]["priorities"]) or _("all")),
        (_("As of"), result["as_of"]),
        (_("Requested at"), f"{at:%Y-%m-%d %H:%M:%S} UTC{at:%z}"[:-2]),
        (_("Lengths"), _("minutes and seconds; percentiles by continuous interpolation, never averaged")),
    ]


def files_of(run: ReportRun, report: Report, result: dict[str, Any]) -> list[ReportFile]:
    """CSV for scripts and XLSX for people, not yet saved."""
    stem = f"{run.name}_{run.period_from}_{run.period_to}"
    book = xlsx.render(
        report.for_people(result), about=_about(run, report, result), about_title=_("About this report")
    )
    bodies = {"csv": csv.render(report.everything(result)), "xlsx": book}
    return [
        ReportFile(run=run, kind=kind, filename=f"{stem}.{kind}", body=body) for kind, body in bodies.items()
    ]
