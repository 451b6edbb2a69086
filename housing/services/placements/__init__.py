"""What happens to a placement, in the order in which it happens: propose, ask, confirm, move in, end. Each verb keeps the
card of the initiative's side and the household's own state in step, in one transaction."""

from .changing import change_period, extend_placement, shorten_placement
from .ending import end_placement, undo_end
from .moving_in import move_in, undo_move_in
from .proposing import (
    cancel_placement,
    confirm_placement,
    decline_placement,
    propose_placement,
    record_answer,
    retract_placement,
)

__all__ = [
    "cancel_placement",
    "change_period",
    "confirm_placement",
    "decline_placement",
    "end_placement",
    "extend_placement",
    "move_in",
    "propose_placement",
    "record_answer",
    "retract_placement",
    "shorten_placement",
    "undo_end",
    "undo_move_in",
]
