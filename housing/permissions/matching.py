"""Who plans, and who chooses the weights: the queryset and the predicate side by side."""

from __future__ import annotations

from django.db.models import QuerySet

from housing.models import MatchingProposal, MatchingRun, MatchingWeights
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability


def viewable_runs(access: Access) -> QuerySet[MatchingRun]:
    return access.rows(MatchingRun.objects.all(), Capability.MATCHING_PLAN)


def can_view_run(access: Access, run: MatchingRun) -> bool:
    return access.may(Capability.MATCHING_PLAN, municipality=run.municipality)


def viewable_proposals(access: Access) -> QuerySet[MatchingProposal]:
    return access.rows(MatchingProposal.objects.all(), Capability.MATCHING_PLAN)


def can_view_proposal(access: Access, proposal: MatchingProposal) -> bool:
    return access.may(Capability.MATCHING_PLAN, municipality=proposal.municipality)


def viewable_weights(access: Access) -> QuerySet[MatchingWeights]:
    return access.rows(MatchingWeights.objects.all(), Capability.MATCHING_PLAN)


def can_view_weights(access: Access, weights: MatchingWeights) -> bool:
    return access.may(Capability.MATCHING_PLAN, municipality=weights.municipality)
