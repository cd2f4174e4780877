"""The demo's cameras are told where their drawn pictures are, or that there are none."""

from typing import Final

from django.conf import settings
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat, Mod

from apps.cameras.models import Camera, CameraNetwork, CameraStatus

HERE: Final = "http://127.0.0.1:"
NETWORK: Final = "127.0.0.1/32"
# Each camera with an address is looked at in every round; more of them would keep a small machine busy.
MOST: Final = 5000


def load_pictures() -> int:
    """Give the demo's working cameras the address of their picture; answers how many got a new one.

    An address that somebody else has entered stays. Without pictures (nobody draws them) the addresses go, or all of
    these cameras would be found out of order.
    """
    ours = Camera.objects.active().filter(code__startswith="DEMO-")
    if not settings.SAFECITY_DEMO_PICTURES_PORT:
        ours.filter(snapshot_url__startswith=HERE).update(snapshot_url="")
        return 0
    CameraNetwork.objects.get_or_create(cidr=NETWORK, region=None, defaults={"name": "Demo"})
    begin = f"{HERE}{settings.SAFECITY_DEMO_PICTURES_PORT}/camera-"
    free = Q(snapshot_url="", status=CameraStatus.ONLINE) | Q(snapshot_url__startswith=HERE)
    wanted = ours.filter(free).exclude(snapshot_url__startswith=begin)
    every = max(1, -(-ours.count() // MOST))
    address = Concat(Value(begin), Cast(F("pk"), CharField()), Value("/picture"))
    return wanted.annotate(part=Mod("pk", every)).filter(part=0).update(snapshot_url=address)
