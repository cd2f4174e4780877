"""QR codes, drawn into the page."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


def drawn(text: str) -> SafeString:
    """The code as SVG, as wide as its place; what it holds is drawn and never written into the page."""
    code = segno.make_qr(text, error="m", boost_error=False)
    picture = code.svg_inline(omitsize=True, dark="#000", light="#fff", border=4)
    return format_html(
        '<div class="qr w-96 max-w-full" role="img" aria-label="{}">{}</div>',
        _("QR code"),
        mark_safe(picture),  # noqa: S308 (drawn here)
    )
