"""How the events of matching read on a timeline: who did it stands before the sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "housing.MatchingWeights.choose": (_("heeft gewichten van wensen gekozen"), "scale"),
    "housing.MatchingRun.request": (_("heeft een plan voor alle huishoudens gevraagd"), "route"),
    "housing.MatchingRun.claim": (_("is begonnen met rekenen aan een plan"), "loader-2"),
    "housing.MatchingRun.finish": (_("heeft een plan klaar"), "check"),
    "housing.MatchingRun.fail": (_("kon een plan niet afmaken"), "alert-triangle"),
    "housing.MatchingRun.lose": (_("is gestopt met rekenen en begint opnieuw"), "refresh"),
    "housing.MatchingRun.cancel": (_("heeft een plan gestopt"), "x"),
    "housing.MatchingRun.retry": (_("heeft een mislukt plan opnieuw gevraagd"), "refresh"),
    "housing.Household.choose_unit": (_("heeft voor dit huishouden een woning gekozen"), "home-check"),
}
