"""Take patrol areas from a file: all of them, or none."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.errors import InvalidInput
from apps.core.geo import from_shape
from apps.inspectors.models import Inspector, PatrolArea, Unit
from apps.inspectors.patrol_area_files import AreaDraft, problem_of
from apps.regions.models import District, Region


class AreasAreWrong(InvalidInput):
    """Some features cannot be taken; `problems` names each by its number, and nothing is stored."""

    code = "patrol_areas_are_wrong"

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(fields={"features": problems})


@transaction.atomic
def import_patrol_areas(*, drafts: Iterable[AreaDraft]) -> Counter[str]:
    """Store areas by code, and count the new, changed and same; raises `AreasAreWrong`. The same file changes nothing."""
    problems: list[str] = []
    counts = Counter({"new": 0, "changed": 0, "same": 0})
    for draft in drafts:
        try:
            counts[_store(draft)] += 1
        except ValidationError as error:
            problems += [problem_of(draft.number, why) for why in _sentences(error)]
    if problems:
        raise AreasAreWrong(problems)
    return counts


def _store(draft: AreaDraft) -> str:
    area = PatrolArea.objects.select_for_update().filter(code=draft.texts["code"]).first()
    told = _values_of(draft)
    if area is not None and _holds(area, told):
        return "same"
    word = "new" if area is None else "changed"
    area = area or PatrolArea()
    for name, value in told.items():
        setattr(area, name, value)
    area.full_clean(validate_unique=False, validate_constraints=False)
    area.save()
    return word


def _holds(area: PatrolArea, told: Mapping[str, Any]) -> bool:
    return all(getattr(area, name) == value for name, value in told.items())


def _values_of(draft: AreaDraft) -> dict[str, Any]:
    """The fields of the area; raises `ValidationError` for rows that there are not."""
    texts = draft.texts
    region = _found(Region, code=texts["region"])
    own = {name: texts[name] for name in ("code", "kind", "name_uz", "name_ru", "name_en")}
    return own | {
        "region": region,
        "district": _found(District, soato=texts["district"]) if texts["district"] else None,
        "inspector": _found(Inspector, badge=texts["inspector"]) if texts["inspector"] else None,
        "unit": _found(Unit, region=region, call_sign=texts["unit"]) if texts["unit"] else None,
        "is_active": draft.is_active,
        "area": from_shape(draft.shape),
    }


def _found(model: Any, **by: Any) -> Any:
    row = model.objects.filter(**by).first()
    if row is None:
        *_rest, value = by.values()
        raise ValidationError(
            _("%(what)s “%(value)s” is not known") % {"what": model._meta.verbose_name, "value": value}
        )
    return row


def _sentences(error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return error.messages
    return [f"{name}: {why}" for name, whys in error.message_dict.items() for why in whys]
