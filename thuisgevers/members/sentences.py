"""How events about members read on a timeline: who did it stands before the sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from thuisgevers.audit.timeline import tell

SENTENCES = {
    "members.Invitation.invite": (_("heeft iemand uitgenodigd"), "mail"),
    "members.Invitation.resend": (_("heeft een uitnodiging opnieuw verstuurd"), "mail"),
    "members.Invitation.accept": (_("heeft een uitnodiging aangenomen"), "user-plus"),
    "members.Invitation.decline": (_("heeft een uitnodiging afgeslagen"), "user-x"),
    "members.Invitation.withdraw": (_("heeft een uitnodiging ingetrokken"), "x"),
    "members.GrantRequest.ask": (_("heeft tijdelijk een rol gevraagd"), "user"),
    "members.GrantRequest.give": (_("heeft tijdelijk een rol gegeven"), "user-check"),
    "members.GrantRequest.refuse": (_("heeft een gevraagde rol niet gegeven"), "user-x"),
    "members.GrantRequest.withdraw": (_("heeft de vraag om een rol ingetrokken"), "x"),
    "members.ProcessingAgreement.accept": (_("is akkoord met de verwerkersovereenkomst"), "circle-check"),
    "members.ProcessingAgreement.join": (_("heeft de gemeente laten meedoen"), "flag"),
    "municipalities.Municipality.set_ways": (_("heeft de werkwijze van de gemeente gewijzigd"), "settings"),
    "municipalities.Membership.end": (_("heeft een rol beëindigd"), "user-x"),
    "municipalities.Membership.confirm": (_("heeft een rol bevestigd"), "user-check"),
    "municipalities.Membership.hand_over": (_("heeft het initiatief overgedragen"), "arrow-right"),
    "accounts.FactorReset.factor_reset_ask": (_("heeft herstel van een tweede stap gevraagd"), "key"),
    "accounts.FactorReset.factor_reset_approve": (_("heeft een tweede stap laten wissen"), "key"),
    "accounts.FactorReset.factor_reset_refuse": (_("heeft herstel van een tweede stap geweigerd"), "key"),
    "notifications.OutgoingMessage.fail": (_("kon een e-mail niet bezorgen"), "mail"),
    "notifications.OutgoingMessage.retry": (_("heeft een e-mail opnieuw laten versturen"), "mail"),
}


def tell_events() -> None:
    for event, (text, icon) in SENTENCES.items():
        tell(event, str(text), icon)
