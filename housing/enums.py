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


class UseFunction(TextChoices):
    """Gebruiksfunctie as the Besluit bouwwerken leefomgeving divides buildings, as far as we meet them."""

    LIVING = "living", _("woonfunctie")
    MEETING = "meeting", _("bijeenkomstfunctie")
    LODGING = "lodging", _("logiesfunctie")
    OFFICE = "office", _("kantoorfunctie")
    EDUCATION = "education", _("onderwijsfunctie")
    HEALTH = "health", _("gezondheidszorgfunctie")
    OTHER = "other", _("overige gebruiksfunctie")


class Facility(TextChoices):
    OWN = "own", _("eigen")
    SHARED = "shared", _("gedeeld")
    NONE = "none", _("geen")


class ClosureKind(TextChoices):
    RENOVATION = "renovation", _("verbouwing")
    OWN_USE = "own_use", _("eigen gebruik door de eigenaar")
    REPAIR = "repair", _("herstel")
    OTHER = "other", _("anders")


class AgeBand(TextChoices):
    BAND_0_3 = "0_3", _("0 tot en met 3 jaar")
    BAND_4_11 = "4_11", _("4 tot en met 11 jaar")
    BAND_12_17 = "12_17", _("12 tot en met 17 jaar")
    BAND_18_26 = "18_26", _("18 tot en met 26 jaar")
    BAND_27_54 = "27_54", _("27 tot en met 54 jaar")
    BAND_55_66 = "55_66", _("55 tot en met 66 jaar")
    BAND_67_PLUS = "67_plus", _("67 jaar of ouder")


class Language(TextChoices):
    """ISO 639 codes of the languages that are met most; `oth` for any other."""

    DUTCH = "nl", _("Nederlands")
    ENGLISH = "en", _("Engels")
    ARABIC = "ar", _("Arabisch")
    TIGRINYA = "ti", _("Tigrinya")
    TURKISH = "tr", _("Turks")
    UKRAINIAN = "uk", _("Oekraïens")
    FARSI = "fa", _("Farsi")
    DARI = "prs", _("Dari")
    PASHTO = "ps", _("Pasjtoe")
    KURDISH = "ku", _("Koerdisch")
    SOMALI = "so", _("Somalisch")
    AMHARIC = "am", _("Amhaars")
    FRENCH = "fr", _("Frans")
    SPANISH = "es", _("Spaans")
    RUSSIAN = "ru", _("Russisch")
    OTHER = "oth", _("een andere taal")


class HousingNeed(TextChoices):
    """What a dwelling must have (a limit) or had better have (a wish). Facts about the dwelling, never about health, origin
    or belief."""

    STEP_FREE = "step_free", _("zonder trap of drempel")
    OWN_FRONT_DOOR = "own_front_door", _("eigen voordeur")
    OWN_KITCHEN = "own_kitchen", _("eigen keuken")
    OWN_SANITARY = "own_sanitary", _("eigen toilet en douche")
    LOCKABLE_BEDROOM = "lockable_bedroom", _("slaapkamer met slot")
    CHILDREN = "children", _("geschikt voor kinderen")
    PETS = "pets", _("huisdier mag mee")
    EXTRA_BEDROOM = "extra_bedroom", _("een slaapkamer extra")


class HouseholdState(TextChoices):
    EXPECTED = "expected", _("gekoppeld")
    PLACED = "placed", _("geplaatst")
    MOVED_ON = "moved_on", _("doorgestroomd")
    LEFT = "left", _("vertrokken")
    CANCELLED = "cancelled", _("ontkoppeld")
    TRANSFERRED = "transferred", _("overgedragen")
    MERGED = "merged", _("samengevoegd")


class PlacementState(TextChoices):
    PROPOSED = "proposed", _("voorgesteld")
    PLANNED = "planned", _("gepland")
    ACTIVE = "active", _("bewoond")
    ENDED = "ended", _("geëindigd")
    DECLINED = "declined", _("niet doorgegaan")
    CANCELLED = "cancelled", _("geannuleerd")


class PlacementOutcome(TextChoices):
    OWN_HOME = "own_home", _("eigen woning")
    OTHER_INITIATIVE = "other_initiative", _("andere thuisgever")
    BACK_TO_COA = "back_to_coa", _("terug naar COA")
    REUNION_ELSEWHERE = "reunion_elsewhere", _("gezinshereniging elders")
    OTHER = "other", _("anders")


class HouseholdAnswer(TextChoices):
    """A household's answer is a fact; a no needs no reason and changes nothing else for them."""

    YES = "yes", _("ja")
    NO = "no", _("nee")


class PlacementTaskKind(TextChoices):
    KEYS = "keys", _("sleutels overdragen")
    CONDITION = "condition", _("staat van de woning vastleggen")
    BRP = "brp", _("inschrijven in de BRP")


class FollowOnState(TextChoices):
    OPEN = "open", _("nog regelen")
    SEARCHING = "searching", _("wordt gezocht")
    OFFERED = "offered", _("woning aangeboden")
    ARRANGED = "arranged", _("geregeld")
    DONE = "done", _("verhuisd")
    CANCELLED = "cancelled", _("niet meer nodig")


class CriterionGroup(TextChoices):
    """The order is the order of the walk through a property."""

    USE = "use", _("Mag het hier?")
    NEIGHBOURHOOD = "neighbourhood", _("Buurt")
    ACCESS = "access", _("Toegang")
    SPACE = "space", _("Ruimte")
    FIRE = "fire", _("Brandveiligheid")
    SANITARY = "sanitary", _("Toilet, douche en keuken")
    HEATING = "heating", _("Warmte en frisse lucht")
    INSTALLATIONS = "installations", _("Gas, water en stroom")


class NormCertainty(TextChoices):
    """How sure we are of a norm; a jurist or official confirms what is not ours to say."""

    RULE = "rule", _("regel")
    INDICATIVE = "indicative", _("richtwaarde")
    AGREEMENT = "agreement", _("afspraak")


class AssessmentState(TextChoices):
    DRAFT = "draft", _("bezig")
    SUBMITTED = "submitted", _("wacht op ondertekening")
    SIGNED = "signed", _("ondertekend")
    REPLACED = "replaced", _("vervangen")
    DROPPED = "dropped", _("vervallen")


class SuitabilityOutcome(TextChoices):
    SUITABLE = "suitable", _("geschikt")
    UNSUITABLE = "unsuitable", _("niet geschikt")


class CheckOutcome(TextChoices):
    PASSED = "passed", _("in orde")
    FAILED = "failed", _("niet in orde")
    NOT_APPLICABLE = "not_applicable", _("niet van toepassing")
    NOT_SEEN = "not_seen", _("niet gezien")


class DefectKind(TextChoices):
    BROKEN = "broken", _("Iets is kapot")
    UNSAFE = "unsafe", _("Iets is onveilig")
    NUISANCE = "nuisance", _("Overlast")
    OTHER = "other", _("Iets anders")


class DefectUrgency(TextChoices):
    DANGER = "danger", _("Er is gevaar")
    TODAY = "today", _("Vandaag nodig")
    THIS_WEEK = "this_week", _("Deze week")
    LATER = "later", _("Kan later")


class DefectActor(TextChoices):
    """Who has the ball."""

    OWNER = "owner", _("de eigenaar")
    INITIATIVE = "initiative", _("het initiatief")
    MUNICIPALITY = "municipality", _("de gemeente")


class DefectState(TextChoices):
    REPORTED = "reported", _("gemeld")
    ACKNOWLEDGED = "acknowledged", _("beantwoord")
    IN_PROGRESS = "in_progress", _("wordt opgelost")
    CLOSED = "closed", _("afgerond")
    REOPENED = "reopened", _("heropend")


class DefectOutcome(TextChoices):
    REPAIRED = "repaired", _("gerepareerd of opgelost")
    MADE_SAFE = "made_safe", _("veilig gemaakt, repareren volgt later")
    NOTHING_FOUND = "nothing_found", _("er was niets aan de hand")
    NOT_REPAIRED = "not_repaired", _("wordt niet opgelost")
    ELSEWHERE = "elsewhere", _("loopt ergens anders verder")


class DefectUpdateKind(TextChoices):
    REPORTED = "reported", _("gemeld")
    NOTE = "note", _("bericht")
    ACKNOWLEDGED = "acknowledged", _("eerste antwoord")
    PASSED_ON = "passed_on", _("overgedragen")
    STARTED = "started", _("aan het werk")
    CLOSED = "closed", _("afgerond")
    REOPENED = "reopened", _("heropend")
    REMINDED = "reminded", _("herinnering verstuurd")
    ESCALATED = "escalated", _("doorgegeven aan de coördinator")


class AvailabilityAnswer(TextChoices):
    """What the owner says to the monthly question."""

    STILL = "still", _("ja, nog beschikbaar")
    NO = "no", _("nee")
    LATER = "later", _("later")


class AnswerChannel(TextChoices):
    LINK = "link", _("via de link in de mail")
    PAGE = "page", _("op de eigen pagina")
    PHONE = "phone", _("aan de telefoon")


class ViewingState(TextChoices):
    PROPOSED = "proposed", _("voorgesteld")
    ACCEPTED = "accepted", _("afgesproken")
    DECLINED = "declined", _("niet gekozen")
    CANCELLED = "cancelled", _("afgezegd")


class ViewingSide(TextChoices):
    """Who proposed a time; the other side answers."""

    OFFICIAL = "official", _("de gemeente")
    INITIATIVE = "initiative", _("het initiatief")
    OWNER = "owner", _("de eigenaar")


class MatchingState(TextChoices):
    REQUESTED = "requested", _("in de rij")
    SOLVING = "solving", _("wordt berekend")
    READY = "ready", _("klaar")
    FAILED = "failed", _("mislukt")
    CANCELLED = "cancelled", _("gestopt")


class MatchingRule(TextChoices):
    """What a plan for all maximises before any wish counts."""

    PEOPLE = "people", _("zoveel mogelijk mensen")
    HOUSEHOLDS = "households", _("zoveel mogelijk huishoudens")


class TransferState(TextChoices):
    """A household goes to another municipality; both sides say yes, and the household first of all."""

    OFFERED = "offered", _("aangeboden")
    ACCEPTED = "accepted", _("aangenomen")
    REFUSED = "refused", _("niet aangenomen")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class ImportKind(TextChoices):
    PROPERTIES = "properties", _("panden")
    HOUSEHOLDS = "households", _("huishoudens")


class ImportState(TextChoices):
    WAITING = "waiting", _("wacht op controle")
    CHECKING = "checking", _("wordt gecontroleerd")
    CHECKED = "checked", _("gecontroleerd")
    REFUSED = "refused", _("geweigerd")
    QUEUED = "queued", _("in de rij")
    IMPORTING = "importing", _("wordt geïmporteerd")
    DONE = "done", _("klaar")
    FAILED = "failed", _("mislukt")
    CANCELLED = "cancelled", _("gestopt")
    EXPIRED = "expired", _("verlopen")
