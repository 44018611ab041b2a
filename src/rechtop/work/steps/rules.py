"""Who takes the steps of a procedure in a case: whoever works on it, while it is open.

Who investigates or decides takes a step too; to depart from the way is for who handles the case.
"""

from __future__ import annotations

from rechtop.work.cases import rules as cases

_may = cases.works_on_it & cases.is_open
_handles = cases.handles_it & cases.is_open

may_take = _may.named("may_take_step")
may_go_elsewhere = _handles.named("may_go_elsewhere")
may_add = _may.named("may_add_step")
may_move = _handles.named("may_move_to_another_version")
may_see = (cases.works_on_it & cases.is_shown).named("may_see_steps")
