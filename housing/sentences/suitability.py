"""How the events of checks and reports read on a timeline: who did it stands before the sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "housing.Assessment.start": (_("is begonnen met een bezoek aan het pand"), "clipboard-check"),
    "housing.Assessment.submit": (_("heeft de geschiktheidstoets ingediend"), "send"),
    "housing.Assessment.send_back": (_("heeft de geschiktheidstoets teruggestuurd"), "arrow-back-up"),
    "housing.Assessment.sign": (_("heeft de geschiktheidstoets ondertekend"), "signature"),
    "housing.Assessment.replace": (_("heeft een oudere geschiktheidstoets vervangen"), "refresh"),
    "housing.Assessment.drop": (_("heeft een geschiktheidstoets laten vervallen"), "x"),
    "housing.DefectReport.report": (_("heeft iets over het pand gemeld"), "alert-triangle"),
    "housing.DefectReport.acknowledge": (_("heeft een melding over het pand beantwoord"), "message-circle"),
    "housing.DefectReport.pass_on": (_("heeft een melding over het pand overgedragen"), "arrow-right"),
    "housing.DefectReport.start": (_("is bezig met een melding over het pand"), "player-play"),
    "housing.DefectReport.close": (_("heeft een melding over het pand afgerond"), "circle-check"),
    "housing.DefectReport.reopen": (_("heeft een melding over het pand heropend"), "arrow-back-up"),
}
