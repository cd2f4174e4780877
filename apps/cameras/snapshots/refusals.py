"""Why there is no picture, in a sentence for the person who looks."""

from django.utils.translation import gettext_lazy as _

from apps.core.errors import Conflict, DomainError


class NoPicture(DomainError):
    """The camera, not the portal, has no picture to give."""

    status = 502


class NoSnapshotAddress(Conflict):
    """Nobody has entered where this camera's pictures are."""

    code = "no_snapshot_address"
    message = _("No address for snapshots is entered for this camera.")


class CameraUnreachable(NoPicture):
    """Nothing answers at the camera's address."""

    code = "camera_unreachable"
    message = _("The camera does not answer.")


class CameraTooSlow(NoPicture):
    """The time for one picture is over."""

    code = "camera_too_slow"
    status = 504
    message = _("The camera did not send its picture in time.")


class AddressNotAllowed(NoPicture):
    """The address lies outside the networks that an admin allows, or is of another kind."""

    code = "camera_address_not_allowed"
    message = _("The camera's address is not in an allowed camera network.")


class CameraRefused(NoPicture):
    """The camera wants another name or password."""

    code = "camera_refused"
    message = _("The camera refused the user name or password that is kept for it.")


class CameraFailed(NoPicture):
    """The camera answers, with an error or a redirection, which is not followed."""

    code = "camera_failed"
    message = _("The camera answered with an error (%(status)s).")


class PictureTooLarge(NoPicture):
    """More bytes than one picture may have."""

    code = "picture_too_large"
    message = _("The camera's picture is too large.")


class NotAPicture(NoPicture):
    """What came is no JPEG, PNG or WebP."""

    code = "not_a_picture"
    message = _("What the camera sent is not a picture.")


class TooManyPictures(DomainError):
    """So many cameras are being waited for that one more would wait too long."""

    code = "too_many_pictures"
    status = 503
    message = _("Too many pictures are being fetched just now. Please try again.")
