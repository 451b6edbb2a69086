"""What a person wants to be mailed about, and which mails went. Of a mail its subject: the text is gone once it was sent."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from thuisgevers.common.personal import MOST, Row, register
from thuisgevers.municipalities.access import Access

from .enums import Frequency, MessageState, ReminderKind
from .models import NotificationPreference, OutgoingMessage


def preferences_chosen(access: Access) -> Iterator[Row]:
    rows = NotificationPreference.objects.filter(user=access.user).order_by("kind")
    for kind, frequency in rows.values_list("kind", "frequency"):
        yield {"kind": str(ReminderKind(kind).label), "frequency": str(Frequency(frequency).label)}


def mails_sent(access: Access) -> Iterator[Row]:
    rows = OutgoingMessage.objects.filter(to_user=access.user, state=MessageState.SENT, body__isnull=True)
    for subject, sent_at in rows.order_by("-sent_at", "-id").values_list("subject", "sent_at")[:MOST]:
        yield {"subject": subject, "sent_at": sent_at}


def register_sections() -> None:
    """Called once, from AppConfig.ready()."""
    words = {"kind": _("Soort bericht"), "frequency": _("Hoe vaak")}
    note = _("Wat hier niet staat, mailen wij meteen.")
    register("mail_preferences", _("Welke e-mails u wilt"), words, preferences_chosen, order=50, note=note)
    words = {"subject": _("Onderwerp"), "sent_at": _("Verstuurd op")}
    note = _("Na een jaar verdwijnen ze uit deze lijst. De tekst bewaren wij niet.")
    register("mails", _("E-mails die wij u stuurden"), words, mails_sent, order=60, note=note)
