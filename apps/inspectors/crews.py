"""Who somebody is in the field: the person of an account, and the unit that he or she works in now."""

from apps.accounts.models import User
from apps.inspectors.models import Inspector, Unit
from apps.inspectors.workflow import UnitStatus


def inspector_of(user: User) -> Inspector | None:
    """The person of an account; None for one who has retired, or an account that is nobody's."""
    return Inspector.objects.active().filter(user=user).first()


def unit_of(inspector: Inspector | None) -> Unit | None:
    """The unit of a person's crew that is on duty, else any of them."""
    if inspector is None:
        return None
    units = Unit.objects.active().filter(crew=inspector).select_related("latest")
    return min(units, key=lambda unit: (unit.status == UnitStatus.OFF_DUTY, unit.pk), default=None)
