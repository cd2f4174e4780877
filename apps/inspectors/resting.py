"""Whose devices rest: what somebody carries sends no position while the crew is on duty without him or her."""

from django.db.models import Exists, OuterRef

from apps.inspectors.models import Device, Shift
from apps.inspectors.querysets import DeviceQuerySet


def settle_devices(devices: DeviceQuerySet) -> None:
    """Let those rest whose bearer is off duty, wake the others; in the transaction of what has changed.

    A unit that is on duty by an operator's word alone, without any shift, is followed by all its devices.
    """
    running = Shift.objects.running().filter(unit=OuterRef("unit"))
    own = running.filter(inspector=OuterRef("inspector"))
    off = Device.objects.filter(Exists(running), ~Exists(own), inspector__isnull=False)
    devices.filter(is_resting=False, pk__in=off.values("pk")).update(is_resting=True)
    devices.filter(is_resting=True).exclude(pk__in=off.values("pk")).update(is_resting=False)
