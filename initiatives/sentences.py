"""How the events of initiatives and dossiers read on a timeline: who did it stands before the sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from thuisgevers.audit.timeline import tell

SENTENCES = {
    "initiatives.Initiative.register": (_("heeft het initiatief aangemeld"), "home-plus"),
    "initiatives.Initiative.lead_added": (_("heeft de contactpersoon trekker gemaakt"), "user-plus"),
    "initiatives.Initiative.first_answer": (_("heeft het eerste antwoord gegeven"), "mail-forward"),
    "initiatives.Initiative.edit_contact": (_("heeft de contactpersoon gewijzigd"), "user"),
    "initiatives.Initiative.explore": (_("is de verkenning gestart"), "route"),
    "initiatives.Initiative.run": (_("heeft het initiatief actief gemaakt"), "rocket"),
    "initiatives.Initiative.complete": (_("heeft het initiatief afgerond"), "flag"),
    "initiatives.Initiative.withdraw": (_("heeft het initiatief ingetrokken"), "x"),
    "initiatives.Initiative.reopen": (_("heeft het initiatief heropend"), "arrow-back-up"),
    "initiatives.Initiative.record_told": (
        _("heeft vastgelegd wanneer de raad en de buurt zijn geïnformeerd"),
        "speakerphone",
    ),
    "initiatives.Initiative.announce": (_("heeft het initiatief bekendgemaakt"), "world"),
    "initiatives.Initiative.publish_name": (_("vindt het goed dat de naam openbaar is"), "eye"),
    "initiatives.Initiative.hide_name": (_("wil de naam niet openbaar"), "eye-off"),
    "initiatives.Dossier.submit": (_("heeft het dossier ingediend"), "send"),
    "initiatives.Dossier.assign": (_("heeft het dossier toegewezen"), "user-check"),
    "initiatives.Dossier.unassign": (_("heeft de behandelaar weggehaald"), "user-x"),
    "initiatives.Dossier.take_up": (_("heeft het dossier in behandeling genomen"), "player-play"),
    "initiatives.Dossier.ask_information": (_("heeft een vraag gesteld"), "message-question"),
    "initiatives.Dossier.complete_information": (_("heeft de vraag beantwoord"), "message-circle"),
    "initiatives.Dossier.close_information": (_("gaat verder zonder antwoord"), "arrow-right"),
    "initiatives.Dossier.suspend": (_("heeft het dossier opgeschort"), "player-pause"),
    "initiatives.Dossier.resume": (_("is verdergegaan met het dossier"), "player-play"),
    "initiatives.Dossier.advise": (_("heeft advies uitgebracht"), "clipboard-check"),
    "initiatives.Dossier.send_back": (_("heeft het dossier teruggelegd bij de behandelaar"), "arrow-back-up"),
    "initiatives.Dossier.approve": (_("is akkoord met het dossier"), "circle-check"),
    "initiatives.Dossier.reject": (_("heeft het dossier afgewezen"), "circle-x"),
    "initiatives.Dossier.withdraw": (_("heeft het dossier ingetrokken"), "x"),
    "initiatives.Dossier.reopen": (_("heeft het dossier heropend"), "arrow-back-up"),
    "initiatives.Dossier.edit_initiative": (_("heeft de gegevens van het initiatief gewijzigd"), "pencil"),
    "initiatives.Dossier.add_property": (_("heeft het pand toegevoegd"), "home-plus"),
    "initiatives.Dossier.edit_property": (_("heeft de gegevens van het pand gewijzigd"), "pencil"),
    "initiatives.Dossier.edit_agreement": (_("heeft de afspraken voor de overeenkomst gewijzigd"), "pencil"),
    "initiatives.Dossier.edit_press": (_("heeft de gegevens voor het persbericht gewijzigd"), "pencil"),
    "initiatives.Note.add_internal_note": (_("heeft een interne notitie geschreven"), "note"),
    "initiatives.Note.add_phone_note": (_("heeft een telefoonnotitie geschreven"), "phone"),
    "initiatives.Note.remove_note": (_("heeft een notitie weggehaald"), "trash"),
    "initiatives.Note.restore_note": (_("heeft een notitie teruggezet"), "arrow-back-up"),
}


def tell_events() -> None:
    """Called once from AppConfig.ready()."""
    for event, (text, icon) in SENTENCES.items():
        tell(event, text, icon)  # type: ignore[arg-type]
