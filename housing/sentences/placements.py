"""How the events of placements and of what follows them read on a timeline: who did it stands before the sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "housing.Placement.propose": (_("heeft een woning voorgesteld"), "home-search"),
    "housing.Placement.answer_yes": (_("heeft vastgelegd dat het huishouden ja zei"), "check"),
    "housing.Placement.decline": (_("heeft vastgelegd dat het huishouden nee zei"), "x"),
    "housing.Placement.plan": (_("heeft de plaatsing bevestigd"), "calendar-event"),
    "housing.Placement.retract": (_("heeft het voorstel ingetrokken"), "arrow-back-up"),
    "housing.Placement.cancel": (_("heeft de geplande plaatsing geannuleerd"), "x"),
    "housing.Placement.change_period": (_("heeft de datums van de plaatsing gewijzigd"), "calendar-time"),
    "housing.Placement.move_in": (_("heeft vastgelegd dat het huishouden is verhuisd"), "home-check"),
    "housing.Placement.undo_move_in": (_("heeft de verhuizing teruggedraaid"), "arrow-back-up"),
    "housing.Placement.end": (_("heeft de plaatsing beëindigd"), "home-move"),
    "housing.Placement.undo_end": (_("heeft het einde van de plaatsing teruggedraaid"), "arrow-back-up"),
    "housing.Household.come_back": (_("heeft het vertrek teruggedraaid"), "arrow-back-up"),
    "housing.PlacementTask.done": (_("heeft een taak afgevinkt"), "check"),
    "housing.PlacementTask.undo": (_("heeft een taak weer opengezet"), "arrow-back-up"),
    "housing.PlacementTask.assign": (_("heeft een taak anders verdeeld"), "user-check"),
    "housing.FollowOnHousing.start": (_("heeft gekozen wie de vervolgwoning regelt"), "user-check"),
    "housing.FollowOnHousing.assign": (_("heeft een ander gekozen voor de vervolgwoning"), "user-check"),
    "housing.FollowOnHousing.search": (_("zoekt een vervolgwoning"), "search"),
    "housing.FollowOnHousing.offer": (_("heeft vastgelegd dat er een vervolgwoning is aangeboden"), "home"),
    "housing.FollowOnHousing.refuse": (_("heeft vastgelegd dat het aanbod niet doorgaat"), "x"),
    "housing.FollowOnHousing.arrange": (_("heeft de vervolgwoning geregeld"), "circle-check"),
    "housing.FollowOnHousing.reopen": (_("zoekt opnieuw een vervolgwoning"), "refresh"),
    "housing.FollowOnHousing.finish": (_("heeft de zoektocht naar een vervolgwoning afgesloten"), "flag"),
    "housing.FollowOnHousing.cancel": (_("stopt met zoeken naar een vervolgwoning"), "x"),
    "housing.FollowOnHousing.alarm": (_("heeft gewaarschuwd dat het einde van het verblijf nadert"), "bell"),
    "housing.FollowOnHousing.overdue": (_("heeft gewaarschuwd dat het verwachte einde voorbij is"), "alarm"),
    "housing.FollowOnHousing.owner_missing": (
        _("heeft gemeld dat niemand de vervolgwoning meer regelt"),
        "user-question",
    ),
    "housing.HousingQuota.add": (_("heeft een taakstelling ingevoerd"), "target"),
    "housing.HousingQuota.edit": (_("heeft de taakstelling gewijzigd"), "target"),
    "housing.HousingSettings.edit": (_("heeft gekozen hoe de taakstelling heet en of die zichtbaar is"), "settings"),
}
