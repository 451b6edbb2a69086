"""How the events of households read on a timeline: who did it stands before the sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "housing.Household.register": (_("heeft het huishouden ingevoerd"), "users-plus"),
    "housing.Household.edit": (_("heeft gegevens van het huishouden gewijzigd"), "pencil"),
    "housing.Household.write_people": (_("heeft de namen van bewoners bijgewerkt"), "users"),
    "housing.Household.assign": (_("heeft een behandelaar gekozen"), "user-check"),
    "housing.Household.place": (_("heeft het huishouden geplaatst"), "home-check"),
    "housing.Household.place_again": (_("zoekt opnieuw een woning voor het huishouden"), "home-search"),
    "housing.Household.move_on": (_("heeft vastgelegd dat het huishouden is doorgestroomd"), "home-move"),
    "housing.Household.leave": (_("heeft vastgelegd dat het huishouden is vertrokken"), "walk"),
    "housing.Household.cancel": (_("heeft het huishouden ontkoppeld"), "x"),
    "housing.Household.reopen": (_("heeft de ontkoppeling teruggedraaid"), "arrow-back-up"),
    "housing.Household.merge": (_("heeft dit huishouden met een ander samengevoegd"), "arrows-join"),
    "housing.Household.take_in": (_("heeft een ander huishouden hierin opgenomen"), "arrows-join"),
    "housing.Household.split": (_("heeft dit huishouden gesplitst"), "arrows-split"),
    "housing.Household.import": (_("heeft het huishouden geïmporteerd"), "file-import"),
    "housing.Household.transfer": (_("heeft het huishouden overgedragen"), "transfer"),
    "housing.Household.receive": (_("heeft het huishouden overgenomen van een andere gemeente"), "transfer-in"),
    "housing.CoaAllocation.record": (_("heeft de koppeling vastgelegd"), "link"),
    "housing.CoaAllocation.correct": (_("heeft de datums van de koppeling verbeterd"), "link"),
    "housing.CoaAllocation.end": (_("heeft het einde van de koppeling vastgelegd"), "link-off"),
    "housing.HouseholdTransfer.offer": (_("heeft een overdracht aangeboden"), "transfer-out"),
    "housing.HouseholdTransfer.accept": (_("heeft de overdracht aangenomen"), "transfer"),
    "housing.HouseholdTransfer.refuse": (_("heeft de overdracht niet aangenomen"), "x"),
    "housing.HouseholdTransfer.withdraw": (_("heeft de overdracht ingetrokken"), "arrow-back-up"),
    "housing.PlacingAgreement.agree": (_("plaatst voortaan ook voor een andere gemeente"), "signature"),
    "housing.PlacingAgreement.end": (_("plaatst niet meer voor een andere gemeente"), "x"),
    "housing.ImportJob.upload": (_("heeft een importbestand klaargezet"), "file-import"),
    "housing.ImportJob.start": (_("is een import begonnen"), "file-import"),
    "housing.ImportJob.cancel": (_("heeft een import gestopt"), "x"),
}
