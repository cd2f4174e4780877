"""Say that two incidents belong together."""

from datetime import datetime
from uuid import UUID

from apps.incidents.ledger import line, tell
from apps.incidents.models import Incident, Link, LinkKind
from apps.incidents.people import Principal, user_id_of
from apps.incidents.refusals import CannotLink
from apps.live.feed import change


def link_incidents(
    *, incident_id: UUID | str, other_id: UUID | str, kind: LinkKind | str, by: Principal | None, at: datetime
) -> Link:
    """The first incident is `kind` of the other; both histories tell it.

    Made again, the link that exists is answered.

    Raises `CannotLink` for one and the same incident.
    """
    if str(incident_id) == str(other_id):
        raise CannotLink(fields={"incident": [str(CannotLink.message)]})
    with change(at=at) as feed:
        locked = {key: Incident.objects.locked(key) for key in sorted((str(incident_id), str(other_id)))}
        source, target = locked[str(incident_id)], locked[str(other_id)]
        if kind == LinkKind.RELATED and str(source.pk) > str(target.pk):
            source, target = target, source
        link, is_new = Link.objects.get_or_create(
            source=source, target=target, kind=kind, defaults={"at": at, "user_id": user_id_of(by)}
        )
        if is_new:
            for incident, other in ((source, target), (target, source)):
                new = {"kind": str(kind), "source": source.number, "target": target.number}
                entry = line(incident, "linked", by=by, at=at, field=other.number, new=new)
                tell(feed, incident, entry, event="incident.linked")
        return link
