"""The words of buddies, matches and contact moments."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class BuddyState(TextChoices):
    REQUESTED = "requested", _("nog niet bevestigd")
    APPLIED = "applied", _("aangemeld")
    INTAKE = "intake", _("in kennismaking")
    READY = "ready", _("inzetbaar")
    PAUSED = "paused", _("gepauzeerd")
    LEFT = "left", _("gestopt")
    DECLINED = "declined", _("niet verder gegaan")


class MatchState(TextChoices):
    PROPOSED = "proposed", _("voorgesteld")
    ACCEPTED = "accepted", _("ja van beide kanten")
    DECLINED = "declined", _("niet doorgegaan")
    EXPIRED = "expired", _("verlopen")
    WITHDRAWN = "withdrawn", _("ingetrokken")
    ACTIVE = "active", _("actief")
    PAUSED = "paused", _("gepauzeerd")
    CONCLUDED = "concluded", _("afgerond")


class Answer(TextChoices):
    YES = "yes", _("ja")
    NO = "no", _("nee")


class Reach(TextChoices):
    """How far somebody wants to travel. In steps and not in kilometres: of a postcode we know the place, not the road."""

    NEAR = "near", _("alleen in mijn eigen wijk of dorp")
    PLACE = "place", _("in mijn eigen woonplaats")
    MUNICIPALITY = "municipality", _("in de hele gemeente")


class Moment(TextChoices):
    WEEKDAY_MORNING = "weekday_morning", _("doordeweeks in de ochtend")
    WEEKDAY_AFTERNOON = "weekday_afternoon", _("doordeweeks in de middag")
    WEEKDAY_EVENING = "weekday_evening", _("doordeweeks in de avond")
    WEEKEND_DAY = "weekend_day", _("in het weekend overdag")
    WEEKEND_EVENING = "weekend_evening", _("in het weekend in de avond")


class Interest(TextChoices):
    COOKING = "cooking", _("koken")
    SPORT = "sport", _("sporten")
    WALKING = "walking", _("wandelen of fietsen")
    MUSIC = "music", _("muziek")
    CRAFTS = "crafts", _("handwerk of knutselen")
    GARDEN = "garden", _("tuin")
    GAMES = "games", _("spelletjes")
    READING = "reading", _("lezen")
    TECHNOLOGY = "technology", _("klussen en techniek")
    NATURE = "nature", _("dieren en natuur")


class BuddyTask(TextChoices):
    """What a buddy does with a household; for each the municipality says whether it asks a VOG."""

    HOME_VISIT = "home_visit", _("thuis langsgaan")
    CHILDREN_ALONE = "children_alone", _("alleen met kinderen iets doen")
    LANGUAGE = "language", _("Nederlands oefenen, buiten de deur")
    GOING_ALONG = "going_along", _("meegaan naar een afspraak")
    OUTING = "outing", _("samen eropuit")
    CALLING = "calling", _("bellen en berichten sturen")


class VogRule(TextChoices):
    REQUIRED = "required", _("geen VOG, geen taak")
    WARNING = "warning", _("waarschuwen")


class FreeVogCondition(TextChoices):
    """What the Regeling gratis VOG asks of an organisation, in the order in which it is arranged. Sources: gratisvog.nl,
    vrijwilligerspunt.nl/gratisvog.html (read in November 2026)."""

    VULNERABLE = "vulnerable", _("de vrijwilligers werken onbetaald met kwetsbare mensen")
    NO_OTHER_LAW = "no_other_law", _("geen andere wet verplicht voor dit werk al een VOG")
    REGISTERED = "registered", _("de organisatie heeft een eigen KvK-nummer")
    POLICY = "policy", _("er is een preventie- en integriteitsbeleid dat de vrijwilligers kennen")
    EHERKENNING = "eherkenning", _("de organisatie heeft eHerkenning")
    ADMITTED = "admitted", _("de organisatie is toegelaten tot de regeling")


class IntakeItem(TextChoices):
    """What is done before somebody can be matched; the last two are the training."""

    CONVERSATION = "conversation", _("gesprek gevoerd")
    REFERENCES = "references", _("referenties nagevraagd")
    AGREEMENT = "agreement", _("vrijwilligersovereenkomst en gedragscode getekend")
    TRAINING_ROLE = "training_role", _("training gevolgd: wat een buddy wel en niet doet")
    TRAINING_SAFE = "training_safe", _("training gevolgd: grenzen en zorgen delen")


class ContactKind(TextChoices):
    VISIT = "visit", _("thuis op bezoek")
    OUTING = "outing", _("samen eropuit")
    APPOINTMENT = "appointment", _("mee naar een afspraak")
    CALL = "call", _("gebeld")
    MESSAGE = "message", _("berichten gestuurd")


class Topic(TextChoices):
    """What it was about, in words that say nothing of somebody's health or belief."""

    LANGUAGE = "language", _("taal")
    NEIGHBOURHOOD = "neighbourhood", _("de buurt")
    POST = "post", _("post en formulieren")
    HOME = "home", _("de woning")
    SCHOOL = "school", _("school")
    WORK = "work", _("werk of studie")
    LEISURE = "leisure", _("vrije tijd")
    TRAVEL = "travel", _("vervoer")
    SOCIAL = "social", _("gewoon gezellig")


class Feeling(TextChoices):
    """How it was for the buddy. Never about the resident."""

    GOOD = "good", _("fijn")
    FINE = "fine", _("gewoon")
    HARD = "hard", _("lastig")


class ContactVisibility(TextChoices):
    ME = "me", _("alleen ik")
    COORDINATOR = "coordinator", _("ook de buddycoördinator")
    MUNICIPALITY = "municipality", _("ook de gemeente")


class Conclusion(TextChoices):
    ON_THEIR_FEET = "on_their_feet", _("het huishouden redt het nu zelf")
    MOVED = "moved", _("het huishouden is verhuisd")
    HOUSEHOLD_ASKED = "household_asked", _("het huishouden wil stoppen")
    BUDDY_STOPS = "buddy_stops", _("de buddy stopt")
    NO_CONTACT = "no_contact", _("het contact is stilgevallen")
    OTHER = "other", _("anders")
    LEFT = "left", _("het huishouden is vertrokken")
    TRANSFERRED = "transferred", _("het huishouden gaat naar een andere gemeente")
    MERGED = "merged", _("het huishouden is met een ander samengegaan")


BY_HAND = (
    Conclusion.ON_THEIR_FEET,
    Conclusion.MOVED,
    Conclusion.HOUSEHOLD_ASKED,
    Conclusion.BUDDY_STOPS,
    Conclusion.NO_CONTACT,
    Conclusion.OTHER,
)
"""How a coordinator can say that it ended; the others follow from what happens to the household."""


class Rung(IntegerChoices):
    """What silence brings, each at most once: a friendly question to the buddy, the coordinator told, the proposal to conclude."""

    ASK = 1, _("de buddy is gevraagd hoe het gaat")
    TELL = 2, _("de buddycoördinator heeft het gehoord")
    CONCLUDE = 3, _("er ligt een voorstel om af te ronden")


class RadarKind(TextChoices):
    """What can ask attention, each for one match, household or buddy."""

    QUIET = "quiet", _("koppels die stil zijn")
    ANSWER = "answer", _("koppels die op het huishouden wachten")
    MEETING = "meeting", _("koppels die nog moeten beginnen")
    ASKED = "asked", _("voorstellen die op de buddy wachten")
    WITHOUT = "without", _("huishoudens zonder buddy")
    VOG = "vog", _("VOG's die aflopen of afgelopen zijn")
    APPLIED = "applied", _("nieuwe aanmeldingen")
    INTAKE = "intake", _("kennismakingen die lopen")
    BUSY = "busy", _("buddy's met te veel huishoudens")
    AWAY = "away", _("buddy's met pauze en een huishouden")
    ENDING = "ending", _("huishoudens die binnenkort verhuizen")
    HOME_LEFT = "left", _("koppels waarvan het huishouden de woning verliet")
    BACKUP = "backup", _("koppels zonder achterwacht")


class SnoozeReason(TextChoices):
    """Why a point can wait."""

    SPOKEN = "spoken", _("wij hebben elkaar gesproken")
    PLANNED = "planned", _("er is een afspraak gemaakt")
    AWAY = "away", _("zij zijn even weg")
    KNOWN = "known", _("dit is bekend en goed zo")


class DayKind(TextChoices):
    """What somebody's one mail of the day was about."""

    ASKED = "asked", _("gevraagd hoe het gaat")
    LIST = "list", _("gewezen op de lijst")


class WishesAnswer(TextChoices):
    """Whether a household wants a buddy at all."""

    YES = "yes", _("wil graag een buddy")
    LATER = "later", _("misschien later")
    NO = "no", _("wil geen buddy")


OPEN_MATCH = (MatchState.PROPOSED, MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED)
KEPT_MATCH = (MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED)
"""In these the buddy holds the role for the household."""
LENGTHS = (15, 30, 60, 120, 240)
"""Minutes that can be chosen for a contact moment."""
ALWAYS_VOG = (BuddyTask.CHILDREN_ALONE, BuddyTask.HOME_VISIT)
"""Tasks for which no municipality can do without a VOG."""


class SignalState(TextChoices):
    RAISED = "raised", _("ontvangen")
    ACKNOWLEDGED = "acknowledged", _("gelezen")
    IN_PROGRESS = "in_progress", _("in behandeling")
    CLOSED = "closed", _("afgesloten")


class SignalKind(TextChoices):
    VIOLENCE = "violence", _("geweld of dreiging thuis")
    CHILD = "child", _("de veiligheid van een kind")
    EXPLOITATION = "exploitation", _("uitbuiting of dwang")
    BOUNDARY = "boundary", _("grensoverschrijdend gedrag van een vrijwilliger of medewerker")
    HOME = "home", _("een onveilige plek om te wonen")
    OTHER = "other", _("iets anders")


class SignalUrgency(TextChoices):
    NOW = "now", _("vandaag")
    SOON = "soon", _("binnen enkele dagen")
    CALM = "calm", _("het kan even wachten")


class SignalParty(TextChoices):
    """Whom a signal is about, when not by name. Those that are a role are resolved to everybody who holds it around the
    household, the initiative or the municipality."""

    HOUSEHOLD = "household", _("iemand die in de woning woont")
    BUDDY = "buddy", _("een buddy")
    VOLUNTEER = "volunteer", _("een vrijwilliger van het initiatief")
    LEAD_VOLUNTEER = "lead_volunteer", _("de trekker van het initiatief")
    BUDDY_COORDINATOR = "buddy_coordinator", _("de buddycoördinator")
    PROPERTY_OWNER = "property_owner", _("de eigenaar van de woning")
    OFFICIAL = "official", _("iemand die bij de gemeente werkt")
    ADVISER = "confidential_adviser", _("de vertrouwenspersoon")
    NATIONAL = "national_coordinator", _("iemand van het landelijk team")
    OTHER = "other", _("iemand anders, of ik weet het niet")


class SignalOutcome(TextChoices):
    REPORTED = "reported", _("gemeld bij Veilig Thuis")
    POLICE = "police", _("aangifte of melding bij de politie")
    HELP = "help", _("hulp is geregeld")
    AGREED = "agreed", _("afspraken gemaakt met wie het betreft")
    ENDED = "ended", _("de vrijwilliger of medewerker is gestopt")
    UNFOUNDED = "unfounded", _("de zorg bleek niet terecht")
    OTHER = "other", _("anders")


class MeldcodeStep(TextChoices):
    """The five steps of the reporting code. Source: Besluit verplichte meldcode huiselijk geweld en kindermishandeling, article
    2, as it holds since 1 January 2019 (wetten.overheid.nl, BWBR0033723)."""

    OBSERVE = "1", _("Breng in kaart wat er is gezien")
    CONSULT = "2", _("Overleg met een collega, en zo nodig met Veilig Thuis")
    TALK = "3", _("Praat met wie het betreft")
    WEIGH = "4", _("Weeg de ernst; bij twijfel met Veilig Thuis")
    DECIDE = "5", _("Beslis: is melden nodig, en is hulp mogelijk?")


class WelcomeLanguage(TextChoices):
    """The languages of the resident's page and card, each by its own name: whoever looks for it reads no other."""

    DUTCH = "nl", "Nederlands"
    ENGLISH = "en", "English"
    ARABIC = "ar", "العربية"
    TIGRINYA = "ti", "ትግርኛ"
    TURKISH = "tr", "Türkçe"
    UKRAINIAN = "uk", "Українська"
    FARSI = "fa", "فارسی"


class WelcomeCardState(TextChoices):
    REQUESTED = "requested", _("wordt gemaakt")
    READY = "ready", _("klaar")
    FAILED = "failed", _("mislukt")
    REVOKED = "revoked", _("ingetrokken")


class ResidentMessageKind(TextChoices):
    QUESTION = "question", _("Een vraag stellen")
    COMPLAINT = "complaint", _("Een klacht")
    CORRECTION = "correction", _("Iets klopt niet")
    OBJECTION = "objection", _("Bezwaar maken")


class ResidentMessageState(TextChoices):
    OPEN = "open", _("wacht op antwoord")
    ANSWERED = "answered", _("beantwoord")


class Mood(TextChoices):
    """How a resident says it goes; one's own words, never filled in by another."""

    GOOD = "good", _("Goed")
    FAIR = "fair", _("Gaat wel")
    BAD = "bad", _("Niet goed")


class MoodSharing(TextChoices):
    ME = "me", _("Niemand, alleen ik")
    BUDDY = "buddy", _("Mijn buddy")
    COORDINATOR = "coordinator", _("De buddycoördinator")


class IdeaKind(TextChoices):
    OUTING = "outing", _("eropuit")
    NATURE = "nature", _("natuur")
    SPORT = "sport", _("bewegen")
    FOOD = "food", _("eten en koken")
    CREATIVE = "creative", _("maken en muziek")
    LANGUAGE = "language", _("taal oefenen")
    NEIGHBOURHOOD = "neighbourhood", _("de buurt leren kennen")
    PRACTICAL = "practical", _("regelen en leren")


class IdeaCost(TextChoices):
    FREE = "free", _("gratis")
    LITTLE = "little", _("kost weinig")
    PAID = "paid", _("kost geld")


class IdeaPlace(TextChoices):
    HOME = "home", _("thuis")
    INSIDE = "inside", _("ergens binnen")
    OUTSIDE = "outside", _("buiten")


class Season(TextChoices):
    ALL = "all", _("het hele jaar")
    SPRING = "spring", _("lente")
    SUMMER = "summer", _("zomer")
    AUTUMN = "autumn", _("herfst")
    WINTER = "winter", _("winter")


class PlaceKind(TextChoices):
    """Of the local guide, with a capital: residents read these by themselves, in seven languages."""

    LIBRARY = "library", _("Bibliotheek")
    LANGUAGE_CAFE = "language_cafe", _("Taalcafé")
    COMMUNITY = "community", _("Buurthuis")
    SPORT = "sport", _("Sportclub")
    IND = "ind", _("Loket van de IND")
    DOCTOR = "doctor", _("Huisartsenpost (avond en weekend)")
    SECOND_HAND = "second_hand", _("Kringloopwinkel")
    FOOD_BANK = "food_bank", _("Voedselbank")
    OTHER = "other", _("Iets anders")
