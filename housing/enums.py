"""Kinds and states of what is lent or let; Dutch labels for the screen, English names for the code."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    CONGREGATION = "congregation", _("kerkelijke gemeente of parochie")
    DIACONATE = "diaconate", _("diaconie")
    SOCIETY = "society", _("vereniging")
    FOUNDATION = "foundation", _("stichting")
    HOUSING_ASSOCIATION = "housing_association", _("woningcorporatie")
    COMPANY = "company", _("bedrijf")
    CITIZENS = "citizens", _("groep inwoners")
    OTHER = "other", _("anders")


class PropertyKind(TextChoices):
    RECTORY = "rectory", _("pastorie")
    SEXTON_HOUSE = "sexton_house", _("kosterswoning")
    CHURCH_HALL = "church_hall", _("kerkzaal of bijgebouw")
    CLUBHOUSE = "clubhouse", _("verenigingsgebouw")
    MONASTERY = "monastery", _("klooster")
    OFFICE = "office", _("kantoor")
    DWELLING = "dwelling", _("woning")
    OTHER = "other", _("anders")


class Tenure(TextChoices):
    RENT = "rent", _("huur")
    LOAN = "loan", _("bruikleen")


class PropertyState(TextChoices):
    REPORTED = "reported", _("gemeld")
    ASSESSING = "assessing", _("wordt beoordeeld")
    SUITABLE = "suitable", _("geschikt")
    UNSUITABLE = "unsuitable", _("niet geschikt")
    OPEN = "open", _("beschikbaar")
    CLOSED = "closed", _("gesloten")
    WITHDRAWN = "withdrawn", _("ingetrokken")
