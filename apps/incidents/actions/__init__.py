"""Every write about incidents and calls, a verb a file.

Each is keyword-only, takes `by` (None is the portal itself) and `at`, and makes one transaction with a
history row and an event of the feed.
"""

from apps.incidents.actions.acknowledge_incident import acknowledge_incident
from apps.incidents.actions.add_note import add_note
from apps.incidents.actions.advance_incident import advance_incident
from apps.incidents.actions.attach_call import attach_call
from apps.incidents.actions.attach_file import Upload, attach_file
from apps.incidents.actions.correct_stamp import correct_stamp
from apps.incidents.actions.edit_call import edit_call
from apps.incidents.actions.edit_incident import edit_incident
from apps.incidents.actions.end_call import end_call
from apps.incidents.actions.hand_over import hand_over, hand_over_all
from apps.incidents.actions.import_past import Imported, PastCall, PastIncident, import_past_incidents
from apps.incidents.actions.link_incidents import link_incidents
from apps.incidents.actions.merge_incident import merge_incident
from apps.incidents.actions.move_incident import move_incident
from apps.incidents.actions.record_fact import record_fact
from apps.incidents.actions.report_incident import Key, Report, Reported, report_incident
from apps.incidents.actions.return_incident import return_incident
from apps.incidents.actions.ring_again import ring_again
from apps.incidents.actions.set_priority import set_priority
from apps.incidents.actions.share_incident import share_incident
from apps.incidents.actions.take_call import CallReport, take_call
from apps.incidents.actions.tell_of_incidents import tell_of_incidents, tell_of_targets
from apps.incidents.actions.transfer_incident import transfer_incident

__all__ = [
    "CallReport",
    "Imported",
    "Key",
    "PastCall",
    "PastIncident",
    "Report",
    "Reported",
    "Upload",
    "acknowledge_incident",
    "add_note",
    "advance_incident",
    "attach_call",
    "attach_file",
    "correct_stamp",
    "edit_call",
    "edit_incident",
    "end_call",
    "hand_over",
    "hand_over_all",
    "import_past_incidents",
    "link_incidents",
    "merge_incident",
    "move_incident",
    "record_fact",
    "report_incident",
    "return_incident",
    "ring_again",
    "set_priority",
    "share_incident",
    "take_call",
    "tell_of_incidents",
    "tell_of_targets",
    "transfer_incident",
]
