"""A table as HTML, for pages and for reading aloud: every text escaped, every number written as people read it."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.reports.renderers.numbers import count_text, length_text, share_text
from apps.reports.tables import Cell, Kind, Table


def cell_text(kind: Kind, value: Cell) -> str:
    """`4:11`, `91.3 %`, `16 533`; a dash where there is no figure."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if kind == Kind.LENGTH:
        return length_text(value)
    return share_text(value) if kind == Kind.SHARE else count_text(value)


def render(table: Table) -> SafeString:
    """A `<table>` with a caption, header cells with scope, numbers aligned."""
    marks = ["" if column.kind == Kind.TEXT else "is-number" for column in table.columns]
    head = format_html_join(
        "",
        '<th scope="col" class="{}">{}</th>',
        ((mark, column.title) for mark, column in zip(marks, table.columns, strict=True)),
    )
    rows = format_html_join(
        "",
        "<tr>{}</tr>",
        (
            (
                format_html_join(
                    "",
                    '<td class="{}">{}</td>',
                    (
                        (mark, cell_text(column.kind, value))
                        for mark, column, value in zip(marks, table.columns, row, strict=True)
                    ),
                ),
            )
            for row in table.rows
        ),
    )
    return format_html(
        '<table class="table table--dense"><caption class="sr">{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        table.title,
        head,
        rows,
    )
