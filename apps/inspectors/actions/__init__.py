"""Every write about units, shifts, assignments and positions, a verb a file."""

from apps.inspectors.actions.answer_aid import AidIsAnswered, answer_aid
from apps.inspectors.actions.answer_life_check import answer_life_check
from apps.inspectors.actions.ask_for_aid import NobodyNear, ask_for_aid
from apps.inspectors.actions.assign_unit import assign_unit
from apps.inspectors.actions.assign_units import NotAllSent, Sent, assign_each, assign_units
from apps.inspectors.actions.end_shift import end_shift
from apps.inspectors.actions.end_sos import end_sos
from apps.inspectors.actions.expire_assignments import expire_assignments
from apps.inspectors.actions.give_secret import DeviceIsRevoked, give_secret
from apps.inspectors.actions.import_past import PastAssignment, import_past_assignments
from apps.inspectors.actions.import_patrol_areas import AreasAreWrong, import_patrol_areas
from apps.inspectors.actions.move_assignment import move_assignment
from apps.inspectors.actions.plan_shift import change_plan, plan_shift, withdraw_shift
from apps.inspectors.actions.raise_sos import raise_sos
from apps.inspectors.actions.reassign_unit import AlreadyThere, reassign_unit
from apps.inspectors.actions.record_positions import Fate, Reading, record_positions
from apps.inspectors.actions.register_tablet import register_tablet
from apps.inspectors.actions.release_units import release_units
from apps.inspectors.actions.retire_unit import UnitIsAtWork, reinstate_unit, retire_unit
from apps.inspectors.actions.revoke_device import revoke_device
from apps.inspectors.actions.set_unit_status import set_unit_status
from apps.inspectors.actions.settle_units import settle_units
from apps.inspectors.actions.stand_down_units import stand_down_units
from apps.inspectors.actions.start_shift import start_shift
from apps.inspectors.actions.tell_of_units import tell_of_crews, tell_of_units
from apps.inspectors.actions.watch_signs_of_life import watch_signs_of_life

__all__ = [
    "AidIsAnswered",
    "AlreadyThere",
    "AreasAreWrong",
    "DeviceIsRevoked",
    "Fate",
    "NobodyNear",
    "NotAllSent",
    "PastAssignment",
    "Reading",
    "Sent",
    "UnitIsAtWork",
    "answer_aid",
    "answer_life_check",
    "ask_for_aid",
    "assign_each",
    "assign_unit",
    "assign_units",
    "change_plan",
    "end_shift",
    "end_sos",
    "expire_assignments",
    "give_secret",
    "import_past_assignments",
    "import_patrol_areas",
    "move_assignment",
    "plan_shift",
    "raise_sos",
    "reassign_unit",
    "record_positions",
    "register_tablet",
    "reinstate_unit",
    "release_units",
    "retire_unit",
    "revoke_device",
    "set_unit_status",
    "settle_units",
    "stand_down_units",
    "start_shift",
    "tell_of_crews",
    "tell_of_units",
    "watch_signs_of_life",
    "withdraw_shift",
]
