"""Who may use the tablet's addresses: an inspector, on a registered tablet that nobody has revoked."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.api.permissions import Guarded
from apps.core.errors import Conflict
from apps.inspectors.api.permissions import is_inspector
from apps.inspectors.models import Tablet
from apps.inspectors.tablets import TabletRevoked, present_tablet, tablet_of

# Whose queue a tablet sends: it must be that of the user of the session.
BELONGS_TO: Final = "X-Field-User"


class OfAnotherUser(Conflict):
    """What one user's tablet had kept is never sent in another's name."""

    code = "of_another_user"
    message = _("This was written by another user of the tablet.")


class IsInspector(BasePermission):
    """Somebody of the field; a revoked tablet is told so even when its session is over."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        tablet = tablet_of(request._request)
        if tablet is not None and tablet.device.is_revoked:
            request._request.session.flush()
            raise TabletRevoked
        return is_inspector(request.user)


class FieldView(Guarded, APIView):
    """Base of what a tablet calls; `self.tablet` is the registered one of this session."""

    permission_classes = [IsInspector]
    tablet: Tablet

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.tablet = present_tablet(request._request)
        belongs_to = request.headers.get(BELONGS_TO)
        if belongs_to is not None and belongs_to != str(request.user.pk):
            raise OfAnotherUser
