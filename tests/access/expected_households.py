"""Households, their placements, transfers, matching, imports and the figures made of them: for the officials of their municipality."""

from __future__ import annotations

from tests.access.answers import Answers, municipal, personal

HOUSEHOLDS: dict[str, Answers] = {
    "housing:placement_list": municipal("case_handler case_coordinator"),
    "housing:placement_propose": municipal("case_handler case_coordinator"),
    "housing:placement_calendar": municipal("case_handler case_coordinator"),
    "housing:placement_free": municipal("case_handler case_coordinator"),
    "housing:placement_task_list": municipal("case_handler case_coordinator"),
    "housing:placement_task_done": municipal("case_handler case_coordinator"),
    "housing:placement_task_edit": municipal("case_handler case_coordinator"),
    "housing:placement_task_reopen": municipal("case_handler case_coordinator"),
    "housing:placement_detail": municipal("case_handler case_coordinator"),
    "housing:placement_answer": municipal("case_handler case_coordinator"),
    "housing:placement_confirm": municipal("case_handler case_coordinator"),
    "housing:placement_retract": municipal("case_handler case_coordinator"),
    "housing:placement_cancel": municipal("case_handler case_coordinator"),
    "housing:placement_period": municipal("case_handler case_coordinator"),
    "housing:placement_move_in": municipal("case_handler case_coordinator"),
    "housing:placement_undo_move_in": municipal("case_handler case_coordinator"),
    "housing:placement_end": municipal("case_handler case_coordinator"),
    "housing:placement_undo_end": municipal("case_handler case_coordinator"),
    "housing:follow_on_owner": municipal("case_handler case_coordinator"),
    "housing:follow_on_step": municipal("case_handler case_coordinator"),
    "housing:nights_page": municipal("case_handler case_coordinator"),
    "housing:quota_page": municipal("case_handler case_coordinator viewer municipal_liaison"),
    "housing:quota_add": municipal("case_coordinator"),
    "housing:quota_edit": municipal("case_coordinator"),
    "housing:quota_settings": municipal("case_coordinator"),
    "housing:card_list": personal(
        "case_handler case_coordinator lead_volunteer buddy_coordinator buddy other_municipality"
    ),
    **dict.fromkeys(
        (
            *(
                f"housing:household_{name}"
                for name in "list search add detail edit people assign split merge cancel reopen".split()
            ),
            "housing:allocation_edit",
            "housing:allocation_end",
            *(f"housing:transfer_{name}" for name in "list offer detail withdraw".split()),
            *(f"housing:import_{name}" for name in "list template detail start cancel problems".split()),
        ),
        municipal("case_handler case_coordinator"),
    ),
    # The case's transfer goes away from its own municipality: nobody there answers it.
    "housing:transfer_accept": municipal(""),
    "housing:transfer_refuse": municipal(""),
    "housing:agreement_add": municipal("case_coordinator"),
    "housing:agreement_end": municipal("case_coordinator"),
    "housing:matching_list": municipal("case_handler case_coordinator"),
    "housing:matching_weights": municipal("case_handler case_coordinator"),
    "housing:matching_run": municipal("case_handler case_coordinator"),
    "housing:matching_cancel": municipal("case_handler case_coordinator"),
    "housing:matching_retry": municipal("case_handler case_coordinator"),
    "housing:matching_household": municipal("case_handler case_coordinator"),
    "housing:matching_unit": municipal("case_handler case_coordinator"),
    "housing:matching_choose": municipal("case_handler case_coordinator"),
}
