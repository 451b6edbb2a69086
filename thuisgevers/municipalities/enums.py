"""Roles, capabilities and link purposes, and which gives what: data, read by the code's grants and copied to the
database's tables `municipalities_rolecapability` and `municipalities_linkcapability` after every migrate."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ScopeKind(TextChoices):
    NATION = "nation", _("landelijk")
    MUNICIPALITY = "municipality", _("gemeente")
    INITIATIVE = "initiative", _("initiatief")
    PROPERTY = "property", _("pand")
    HOUSEHOLD = "household", _("huishouden")


class Role(TextChoices):
    LEAD_VOLUNTEER = "lead_volunteer", _("trekker")
    VOLUNTEER = "volunteer", _("vrijwilliger")
    PROPERTY_OWNER = "property_owner", _("eigenaar / kerkrentmeester")
    BUDDY_COORDINATOR = "buddy_coordinator", _("buddycoördinator")
    BUDDY = "buddy", _("buddy")
    VIEWER = "viewer", _("raadpleger")
    CASE_HANDLER = "case_handler", _("behandelaar")
    CASE_COORDINATOR = "case_coordinator", _("coördinator")
    MUNICIPAL_LIAISON = "municipal_liaison", _("kwartiermaker")
    PIONEER = "pioneer", _("pionier")
    NATIONAL_COORDINATOR = "national_coordinator", _("landelijk coördinator")
    CONFIDENTIAL_ADVISER = "confidential_adviser", _("vertrouwenspersoon")
    NATIONAL_ADVISER = "national_adviser", _("landelijk vertrouwenspersoon")


ROLE_SCOPES: dict[Role, ScopeKind] = {
    Role.LEAD_VOLUNTEER: ScopeKind.INITIATIVE,
    Role.VOLUNTEER: ScopeKind.INITIATIVE,
    Role.PROPERTY_OWNER: ScopeKind.PROPERTY,
    Role.BUDDY_COORDINATOR: ScopeKind.INITIATIVE,
    Role.BUDDY: ScopeKind.HOUSEHOLD,
    Role.VIEWER: ScopeKind.MUNICIPALITY,
    Role.CASE_HANDLER: ScopeKind.MUNICIPALITY,
    Role.CASE_COORDINATOR: ScopeKind.MUNICIPALITY,
    Role.MUNICIPAL_LIAISON: ScopeKind.MUNICIPALITY,
    Role.PIONEER: ScopeKind.INITIATIVE,
    Role.NATIONAL_COORDINATOR: ScopeKind.NATION,
    Role.CONFIDENTIAL_ADVISER: ScopeKind.MUNICIPALITY,
    Role.NATIONAL_ADVISER: ScopeKind.NATION,
}
OFFICIAL_ROLES = (Role.VIEWER, Role.CASE_HANDLER, Role.CASE_COORDINATOR)
TEAM_ROLES = (Role.LEAD_VOLUNTEER, Role.VOLUNTEER, Role.BUDDY_COORDINATOR)
SECOND_FACTOR_SCOPES = frozenset({ScopeKind.NATION, ScopeKind.MUNICIPALITY})


class Capability(TextChoices):
    """What somebody may do; `<thing>.<verb>`. The same word is a guardian permission (`dossier_read`)."""

    MUNICIPALITY_BELONG = "municipality.belong", _("erbij horen")
    INITIATIVE_READ = "initiative.read", _("initiatieven lezen")
    INITIATIVE_WRITE = "initiative.write", _("initiatief bijwerken")
    INITIATIVE_REGISTER = "initiative.register", _("initiatief aanmelden")
    INITIATIVE_STATUS = "initiative.status", _("stand van de aanmelding zien")
    INITIATIVE_ANNOUNCE = "initiative.announce", _("bekendmaking vastleggen")
    TEAM_READ = "team.read", _("team zien")
    TEAM_MANAGE = "team.manage", _("team beheren")
    PROPERTY_READ = "property.read", _("panden lezen")
    PROPERTY_WRITE = "property.write", _("panden bijwerken")
    PROPERTY_CONTACT = "property.contact", _("contactgegevens van eigenaren zien")
    PROPERTY_ASSESS = "property.assess", _("geschiktheid van panden toetsen")
    PROPERTY_SIGN = "property.sign", _("uitslag van de toets ondertekenen")
    PROPERTY_ANSWER = "property.answer", _("antwoorden of een pand nog beschikbaar is")
    HOUSEHOLD_READ = "household.read", _("huishoudens lezen")
    HOUSEHOLD_WRITE = "household.write", _("huishoudens bijwerken")
    HOUSEHOLD_TRANSFER = "household.transfer", _("huishoudens overdragen")
    TRANSFER_AGREE = "transfer.agree", _("afspreken met welke gemeenten huishoudens kunnen verhuizen")
    CARD_READ = "card.read", _("huishoudkaarten lezen")
    PLACEMENT_READ = "placement.read", _("plaatsingen lezen")
    PLACEMENT_WRITE = "placement.write", _("huishoudens plaatsen")
    MATCHING_PLAN = "matching.plan", _("plannen wie waar kan wonen")
    MATCHING_WEIGH = "matching.weigh", _("gewichten van wensen kiezen")
    QUOTA_READ = "quota.read", _("taakstelling zien")
    QUOTA_WRITE = "quota.write", _("taakstelling bijwerken")
    DEFECT_READ = "defect.read", _("meldingen over panden lezen")
    DEFECT_REPORT = "defect.report", _("iets aan een pand melden")
    DEFECT_HANDLE = "defect.handle", _("meldingen over panden behandelen")
    IMPORT_RUN = "import.run", _("gegevens importeren")
    DOSSIER_READ = "dossier.read", _("dossiers lezen")
    DOSSIER_INTERNAL = "dossier.internal", _("interne notities lezen en schrijven")
    DOSSIER_ANSWER = "dossier.answer", _("vragen van de gemeente beantwoorden")
    DOSSIER_HANDLE = "dossier.handle", _("dossiers behandelen")
    DOSSIER_ASSIGN = "dossier.assign", _("dossiers toewijzen")
    DOSSIER_ADVISE = "dossier.advise", _("advies uitbrengen")
    DOSSIER_DECIDE = "dossier.decide", _("besluiten")
    DOSSIER_WITHDRAW = "dossier.withdraw", _("dossier intrekken")
    DOCUMENT_READ = "document.read", _("documenten lezen")
    DOCUMENT_REQUEST = "document.request", _("documenten maken")
    DOCUMENT_FINALISE = "document.finalise", _("documenten vaststellen")
    ATTACHMENT_READ = "attachment.read", _("bijlagen zien")
    ATTACHMENT_INTERNAL = "attachment.internal", _("bijlagen van de gemeente zien")
    ATTACHMENT_ADD = "attachment.add", _("bijlagen toevoegen")
    ATTACHMENT_REMOVE = "attachment.remove", _("bijlagen verwijderen")
    TEMPLATE_MANAGE = "template.manage", _("modeldocumenten en stappenplannen beheren")
    PLAN_READ = "plan.read", _("stappenplannen zien")
    PLAN_WORK = "plan.work", _("stappen bijwerken")
    PLAN_COMMENT = "plan.comment", _("bij stappen schrijven")
    PLAN_EXTEND = "plan.extend", _("eigen stappen aan de stappenplannen toevoegen")
    SUPPORT_READ = "support.read", _("hulpvragen zien")
    SUPPORT_ASK = "support.ask", _("om hulp vragen")
    SUPPORT_GIVE = "support.give", _("hulp geven")
    SUPPORT_MANAGE = "support.manage", _("hulp verdelen")
    WORKSPACE_READ = "workspace.read", _("werkplek van een initiatief zien")
    WORKSPACE_WRITE = "workspace.write", _("in de werkplek van een initiatief werken")
    SESSION_MANAGE = "session.manage", _("inspiratiesessies beheren")
    SESSION_ATTEND = "session.attend", _("eigen aanmelding voor een sessie regelen")
    QUESTION_ANSWER = "question.answer", _("vragen aan de vraagbaak beantwoorden")
    QUESTION_DESK = "question.desk", _("vraagbaak beheren")
    QUESTION_FOLLOW = "question.follow", _("eigen vraag volgen")
    MEMBER_READ = "member.read", _("leden van de gemeente zien")
    MEMBER_MANAGE = "member.manage", _("leden van de gemeente beheren")
    MUNICIPALITY_JOIN = "municipality.join", _("aansluiting van de gemeente regelen")
    MUNICIPALITY_INVITE = "municipality.invite", _("gemeenten uitnodigen")
    MESSAGE_READ = "message.read", _("bezorging van berichten zien")
    AUDIT_READ = "audit.read", _("logboek lezen")
    NATIONAL_FIGURES = "national.figures", _("landelijk overzicht zien")
    BUDDY_READ = "buddy.read", _("buddy's en koppels lezen")
    BUDDY_MANAGE = "buddy.manage", _("buddy's begeleiden en koppelen")
    BUDDY_RULES = "buddy.rules", _("afspraken over buddy's kiezen")
    BUDDY_APPLY = "buddy.apply", _("zich aanmelden als buddy")
    CONTACT_LOG = "contact.log", _("contactmomenten vastleggen")
    CONTACT_ADD = "contact.add", _("met een link één contactmoment vastleggen")
    SIGNAL_RECEIVE = "signal.receive", _("zorgsignalen ontvangen")
    SIGNAL_RAISE = "signal.raise", _("een zorgsignaal geven zonder account")
    WELCOME_MANAGE = "welcome.manage", _("kaarten voor bewoners maken")
    WELCOME_ANSWER = "welcome.answer", _("vragen van bewoners beantwoorden")
    WELCOME_OPEN = "welcome.open", _("de eigen pagina als bewoner zien")

    @property
    def codename(self) -> str:
        """The name of the guardian permission."""
        return self.value.replace(".", "_")


_READ_TEAM = {
    Capability.INITIATIVE_READ,
    Capability.TEAM_READ,
    Capability.PROPERTY_READ,
    Capability.DOSSIER_READ,
    Capability.DOCUMENT_READ,
    Capability.ATTACHMENT_READ,
    Capability.PLAN_READ,
}
_READ_OFFICIAL = {
    *_READ_TEAM,
    Capability.DOSSIER_INTERNAL,
    Capability.ATTACHMENT_INTERNAL,
    Capability.MEMBER_READ,
    Capability.QUOTA_READ,
    Capability.DEFECT_READ,
}
_ASK_SUPPORT = {Capability.SUPPORT_READ, Capability.SUPPORT_ASK}
_GIVE_SUPPORT = {Capability.SUPPORT_READ, Capability.SUPPORT_GIVE}
_WORKSPACE = {Capability.WORKSPACE_READ, Capability.WORKSPACE_WRITE}
_HANDLE = {
    *_READ_OFFICIAL,
    *_ASK_SUPPORT,
    Capability.INITIATIVE_WRITE,
    Capability.INITIATIVE_ANNOUNCE,
    Capability.PROPERTY_WRITE,
    Capability.DOSSIER_HANDLE,
    Capability.DOSSIER_ADVISE,
    Capability.DOSSIER_DECIDE,
    Capability.DOSSIER_WITHDRAW,
    Capability.DOCUMENT_REQUEST,
    Capability.DOCUMENT_FINALISE,
    Capability.ATTACHMENT_ADD,
    Capability.ATTACHMENT_REMOVE,
    Capability.MESSAGE_READ,
    Capability.PROPERTY_CONTACT,
    Capability.PROPERTY_ASSESS,
    Capability.PROPERTY_SIGN,
    Capability.HOUSEHOLD_READ,
    Capability.HOUSEHOLD_WRITE,
    Capability.HOUSEHOLD_TRANSFER,
    Capability.CARD_READ,
    Capability.PLACEMENT_READ,
    Capability.PLACEMENT_WRITE,
    Capability.MATCHING_PLAN,
    Capability.DEFECT_REPORT,
    Capability.DEFECT_HANDLE,
    Capability.IMPORT_RUN,
    Capability.PLAN_WORK,
    Capability.PLAN_COMMENT,
    Capability.BUDDY_READ,
    Capability.BUDDY_MANAGE,
    Capability.WELCOME_MANAGE,
    Capability.WELCOME_ANSWER,
}

ROLE_CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.LEAD_VOLUNTEER: frozenset(
        {
            *_READ_TEAM,
            *_ASK_SUPPORT,
            *_WORKSPACE,
            Capability.INITIATIVE_WRITE,
            Capability.TEAM_MANAGE,
            Capability.PROPERTY_WRITE,
            Capability.DOSSIER_ANSWER,
            Capability.DOSSIER_WITHDRAW,
            Capability.DOCUMENT_REQUEST,
            Capability.ATTACHMENT_ADD,
            Capability.ATTACHMENT_REMOVE,
            Capability.PROPERTY_CONTACT,
            Capability.PROPERTY_ASSESS,
            Capability.CARD_READ,
            Capability.DEFECT_READ,
            Capability.DEFECT_REPORT,
            Capability.DEFECT_HANDLE,
            Capability.PLAN_WORK,
            Capability.PLAN_COMMENT,
        }
    ),
    Role.VOLUNTEER: frozenset(
        {
            *_READ_TEAM,
            *_ASK_SUPPORT,
            *_WORKSPACE,
            Capability.DOSSIER_ANSWER,
            Capability.ATTACHMENT_ADD,
            Capability.DEFECT_READ,
            Capability.DEFECT_REPORT,
            Capability.PLAN_WORK,
            Capability.PLAN_COMMENT,
        }
    ),
    Role.BUDDY_COORDINATOR: frozenset(
        {
            *_ASK_SUPPORT,
            *_WORKSPACE,
            Capability.INITIATIVE_READ,
            Capability.TEAM_READ,
            Capability.CARD_READ,
            Capability.PLAN_READ,
            Capability.PLAN_WORK,
            Capability.PLAN_COMMENT,
            Capability.BUDDY_READ,
            Capability.BUDDY_MANAGE,
            Capability.WELCOME_MANAGE,
        }
    ),
    Role.PROPERTY_OWNER: frozenset(
        {
            Capability.PROPERTY_READ,
            Capability.PROPERTY_WRITE,
            Capability.PROPERTY_CONTACT,
            Capability.DEFECT_READ,
            Capability.DEFECT_REPORT,
            Capability.DEFECT_HANDLE,
            Capability.ATTACHMENT_READ,
            Capability.ATTACHMENT_ADD,
            Capability.ATTACHMENT_REMOVE,
        }
    ),
    Role.BUDDY: frozenset({Capability.CARD_READ, Capability.DEFECT_REPORT, Capability.CONTACT_LOG}),
    Role.VIEWER: frozenset(_READ_OFFICIAL),
    Role.CASE_HANDLER: frozenset(_HANDLE),
    Role.CASE_COORDINATOR: frozenset(
        {
            *_HANDLE,
            Capability.DOSSIER_ASSIGN,
            Capability.MATCHING_WEIGH,
            Capability.TRANSFER_AGREE,
            Capability.QUOTA_WRITE,
            Capability.MEMBER_MANAGE,
            Capability.PLAN_EXTEND,
            Capability.MUNICIPALITY_JOIN,
            Capability.AUDIT_READ,
            Capability.BUDDY_RULES,
            Capability.SIGNAL_RECEIVE,
        }
    ),
    Role.MUNICIPAL_LIAISON: frozenset(
        {
            *_READ_TEAM,
            *_GIVE_SUPPORT,
            Capability.QUOTA_READ,
            Capability.PLAN_WORK,
            Capability.PLAN_COMMENT,
            Capability.QUESTION_ANSWER,
        }
    ),
    Role.PIONEER: frozenset(
        {*_READ_TEAM, *_WORKSPACE, *_GIVE_SUPPORT, Capability.PLAN_COMMENT, Capability.QUESTION_ANSWER}
    ),
    Role.NATIONAL_COORDINATOR: frozenset(
        {
            Capability.INITIATIVE_READ,
            Capability.TEAM_READ,
            Capability.DOSSIER_READ,
            Capability.DOSSIER_HANDLE,
            Capability.PROPERTY_READ,
            Capability.TEMPLATE_MANAGE,
            Capability.SESSION_MANAGE,
            Capability.SUPPORT_READ,
            Capability.SUPPORT_MANAGE,
            Capability.QUESTION_ANSWER,
            Capability.QUESTION_DESK,
            Capability.MUNICIPALITY_INVITE,
            Capability.MEMBER_READ,
            Capability.MESSAGE_READ,
            Capability.NATIONAL_FIGURES,
        }
    ),
    Role.CONFIDENTIAL_ADVISER: frozenset({Capability.SIGNAL_RECEIVE}),
    Role.NATIONAL_ADVISER: frozenset({Capability.SIGNAL_RECEIVE}),
}

ROLE_CAPABILITIES = {role: held | {Capability.MUNICIPALITY_BELONG} for role, held in ROLE_CAPABILITIES.items()}

WAITING_ONLY: frozenset[Capability] = frozenset(
    {
        Capability.TEAM_READ,
        Capability.DOSSIER_READ,
        Capability.DOSSIER_HANDLE,
        Capability.PROPERTY_READ,
    }
)
"""Held nationwide, these reach only municipalities that do not take part yet: the national queue."""

BEFORE_JOINING: frozenset[Capability] = frozenset(
    {
        Capability.MUNICIPALITY_BELONG,
        Capability.MUNICIPALITY_JOIN,
        Capability.MEMBER_READ,
        Capability.MEMBER_MANAGE,
    }
)
"""All that a municipal role gives until the municipality takes part: without a processing agreement nobody there sees a
dossier; what was registered waits with the national desk."""


class LinkPurpose(TextChoices):
    """What a mailed secret link opens; one purpose, one object, an end date."""

    REGISTER = "register", _("aanmelding afmaken")
    STATUS = "status", _("stand van de aanmelding")
    INVITATION = "invitation", _("uitnodiging")
    ACTIVATE = "activate", _("account openen")
    PREFERENCES = "preferences", _("mailvoorkeuren")
    AVAILABILITY = "availability", _("zeggen of een pand nog beschikbaar is")
    SESSION = "session", _("aanmelding voor een inspiratiesessie")
    AGENDA = "agenda", _("eigen agenda volgen")
    QUESTION = "question", _("eigen vraag aan de vraagbaak")
    BUDDY = "buddy", _("aanmelding als buddy")
    CONTACT = "contact", _("één contactmoment vastleggen")
    WELCOME = "welcome", _("eigen pagina van een bewoner")


LINK_CAPABILITIES: dict[LinkPurpose, frozenset[Capability]] = {
    LinkPurpose.REGISTER: frozenset({Capability.INITIATIVE_REGISTER}),
    LinkPurpose.STATUS: frozenset({Capability.INITIATIVE_STATUS}),
    LinkPurpose.INVITATION: frozenset(),
    LinkPurpose.ACTIVATE: frozenset(),
    LinkPurpose.PREFERENCES: frozenset(),
    LinkPurpose.AVAILABILITY: frozenset({Capability.PROPERTY_ANSWER}),
    LinkPurpose.SESSION: frozenset({Capability.SESSION_ATTEND}),
    LinkPurpose.AGENDA: frozenset(),
    LinkPurpose.QUESTION: frozenset({Capability.QUESTION_FOLLOW}),
    LinkPurpose.BUDDY: frozenset({Capability.BUDDY_APPLY}),
    LinkPurpose.CONTACT: frozenset({Capability.CONTACT_ADD}),
    LinkPurpose.WELCOME: frozenset({Capability.WELCOME_OPEN, Capability.SIGNAL_RAISE}),
}
