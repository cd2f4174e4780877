"""How the parts of the portal are doing, for templates."""

from django import template

from apps.core.conditions import Condition, conditions, troubles

register = template.Library()


@register.simple_tag
def portal_troubles() -> list[Condition]:
    """What somebody should see to."""
    return troubles()


@register.simple_tag
def portal_conditions() -> list[Condition]:
    """How every part is doing."""
    return conditions()
