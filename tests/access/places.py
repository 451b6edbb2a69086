"""What to fill in for the parameters of an address: things of one case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from tests.access.crawl import Address
from tests.access.places_support import BY_NAME as SUPPORT_BY_NAME
from tests.access.scenario import Case
from tests.factories.attachments import attachment
from tests.factories.buddies import BuddyThings, buddy_things
from tests.factories.documents import document
from tests.factories.handing_over import agreement, import_job, transfer
from tests.factories.people import URK, member, municipality, person
from tests.factories.plans import PlanThings, plan_things
from tests.factories.questions import link_to, question_things
from tests.factories.sessions import registration, session
from tests.factories.signals import signal_of_case
from tests.factories.support import SupportThings, support_things
from tests.factories.workspace import WorkspaceThings, workspace_things
from tests.seeding import seed
from thuisgevers.accounts.models import FactorReset, User
from thuisgevers.documents.enums import DocumentKind, DocumentState
from thuisgevers.members.models import GrantRequest, Invitation
from thuisgevers.municipalities.enums import LinkPurpose, Role, ScopeKind
from thuisgevers.municipalities.grants import grant_membership
from thuisgevers.municipalities.links import create_link
from thuisgevers.municipalities.models import Membership


@dataclass
class Things:
    """Everything an address can name, for one case."""

    case: Case
    document_id: UUID
    attachment_id: UUID
    membership_id: UUID
    invitation_id: UUID
    team_invitation_id: UUID
    pioneer_invitation_id: UUID
    pioneer_id: UUID
    team_membership_id: UUID
    grant_request_id: UUID
    factor_reset_id: UUID
    owner_invitation_id: UUID
    owner_membership_id: UUID
    transfer_id: UUID
    agreement_id: UUID
    import_id: UUID
    session_id: UUID
    registration_id: UUID
    tokens: dict[LinkPurpose, str]
    step_plan: PlanThings
    support: SupportThings
    workspace: WorkspaceThings
    buddies: BuddyThings
    signal_id: UUID
    question_id: UUID
    answer_id: UUID


def things(case: Case, official: User) -> Things:
    """Documents, memberships and links around a case."""
    elsewhere = municipality(URK, participates_since=None)
    made = document(case.municipality, case.initiative.id, official, state=DocumentState.READY)
    document(
        case.municipality,
        case.initiative.id,
        official,
        kind=DocumentKind.COOPERATION_AGREEMENT,
        state=DocumentState.SIGNED,
        dossier_id=case.dossier.pk,
    )
    photo = attachment(
        case.municipality,
        official,
        scope_id=case.initiative.id,
        content=case.mark.encode(),
        name=f"{case.mark} voorgevel.jpg",
        caption=f"{case.mark} pand",
    )
    with seed():
        membership = (
            Membership.objects.filter(municipality=case.municipality, scope="municipality")
            .exclude(role=Role.CASE_COORDINATOR)
            .first()
        )
        assert membership is not None
        tokens = {
            purpose: create_link(
                purpose=purpose,
                object_id=case.initiative.id,
                municipality=case.municipality,
                valid_days=9,
                user=official,
            )[1]
            for purpose in LinkPurpose
        }
        pioneer = member(
            person(f"Pionier {case.mark}"),
            Role.PIONEER,
            municipality=case.municipality,
            scope_id=case.initiative.id,
        )
        team = (
            Membership.objects.filter(scope_id=case.initiative.id)
            .exclude(role__in=[Role.LEAD_VOLUNTEER, Role.PIONEER])
            .first()
        )
        invitations = [
            Invitation.objects.create(
                municipality=case.municipality,
                email=f"{role}@voorbeeld.example",
                email_index=f"{role}",
                name=f"{case.mark} genodigde",
                role=role,
                scope=kind,
                scope_id=scope_id,
                invited_by=official,
                expires_at=timezone.now() + timedelta(days=9),
            )
            for role, kind, scope_id in (
                (Role.VIEWER, ScopeKind.MUNICIPALITY, None),
                (Role.VOLUNTEER, ScopeKind.INITIATIVE, case.initiative.id),
                (Role.PROPERTY_OWNER, ScopeKind.PROPERTY, case.property.id),
                (Role.PIONEER, ScopeKind.INITIATIVE, case.initiative.id),
            )
        ]
        asked = GrantRequest.objects.create(
            municipality=case.municipality,
            user=official,
            role=Role.CASE_COORDINATOR,
            starts_on=timezone.localdate(),
            ends_on=timezone.localdate(),
            reason=f"{case.mark} vervanging",
        )
        reset = FactorReset.objects.create(
            user=official,
            requested_by=membership.user if membership.user_id != official.pk else person(f"Helper {case.mark}"),
            reason=f"{case.mark} telefoon kwijt",
            expires_at=timezone.now() + timedelta(days=1),
        )
        owner = Membership.objects.filter(
            role=Role.PROPERTY_OWNER, scope_id=case.property.id
        ).first() or grant_membership(
            user=person(f"Eigenaar {case.mark}"),
            role=Role.PROPERTY_OWNER,
            municipality=case.municipality,
            scope_id=case.property.id,
        )
        tokens[LinkPurpose.AVAILABILITY] = create_link(
            purpose=LinkPurpose.AVAILABILITY, object_id=case.property.pk, municipality=case.municipality, valid_days=9
        )[1]
        tokens[LinkPurpose.INVITATION] = create_link(
            purpose=LinkPurpose.INVITATION, object_id=invitations[0].pk, municipality=case.municipality, valid_days=9
        )[1]
    around = buddy_things(case, official)
    with seed():
        tokens[LinkPurpose.BUDDY] = create_link(
            purpose=LinkPurpose.BUDDY, object_id=around.buddy_id, municipality=case.municipality, valid_days=9
        )[1]
        tokens[LinkPurpose.CONTACT] = create_link(
            purpose=LinkPurpose.CONTACT, object_id=around.match_id, municipality=case.municipality, valid_days=3
        )[1]
    evening = session(title="Inspiratieavond")
    coming = registration(evening, official.email, user=official, name=f"{case.mark} deelnemer")
    with seed():
        tokens[LinkPurpose.SESSION] = create_link(
            purpose=LinkPurpose.SESSION, object_id=coming.pk, municipality=None, valid_days=9
        )[1]
    plan = plan_things(case, official)
    wanted, answered = question_things(case, official)
    tokens[LinkPurpose.QUESTION] = link_to(wanted)
    return Things(
        case=case,
        document_id=made.pk,
        attachment_id=photo.pk,
        membership_id=membership.pk,
        invitation_id=invitations[0].pk,
        team_invitation_id=invitations[1].pk,
        pioneer_invitation_id=invitations[3].pk,
        pioneer_id=pioneer.pk,
        team_membership_id=membership.pk if team is None else team.pk,
        grant_request_id=asked.pk,
        factor_reset_id=reset.pk,
        owner_invitation_id=invitations[2].pk,
        owner_membership_id=owner.pk,
        transfer_id=transfer(case.household, elsewhere, official).pk,
        agreement_id=agreement(case.municipality, elsewhere, official).pk,
        import_id=import_job(case.municipality, official, file_name=f"{case.mark}.csv").pk,
        session_id=evening.pk,
        registration_id=coming.pk,
        tokens=tokens,
        step_plan=plan,
        support=support_things(case, plan, official, pioneer.user),
        workspace=workspace_things(case, lead_of(case, official)),
        buddies=around,
        signal_id=signal_of_case(case, official).pk,
        question_id=wanted.pk,
        answer_id=answered.pk,
    )


def lead_of(case: Case, official: User) -> User:
    """Who leads the case's initiative, or where nobody does, the official."""
    with seed():
        led = Membership.objects.filter(scope_id=case.initiative.pk, role=Role.LEAD_VOLUNTEER).first()
    return official if led is None else led.user


class Undeclared(AssertionError):
    """An address whose parameters nobody declared."""


TOKENS = {
    "notifications:preferences_by_link": LinkPurpose.PREFERENCES,
    "initiatives:status": LinkPurpose.STATUS,
    "initiatives:account_open": LinkPurpose.ACTIVATE,
    "initiatives:register_return": LinkPurpose.REGISTER,
    "members:invitation_open": LinkPurpose.INVITATION,
    "members:invitation_decline": LinkPurpose.INVITATION,
    "housing:availability_open": LinkPurpose.AVAILABILITY,
    "housing:availability_undo": LinkPurpose.AVAILABILITY,
    "guidance:registration_open": LinkPurpose.SESSION,
    "guidance:registration_calendar": LinkPurpose.SESSION,
    "guidance:agenda_feed": LinkPurpose.AGENDA,
    "buddies:application": LinkPurpose.BUDDY,
    "buddies:contact_by_link": LinkPurpose.CONTACT,
    "guidance:question_open": LinkPurpose.QUESTION,
}
DEFAULTS: dict[str, Callable[[Things], Any]] = {
    "scope_id": lambda t: t.case.initiative.pk,
    "question_pk": lambda t: t.case.request.pk,
    "note_pk": lambda t: t.case.note.pk,
    "task_pk": lambda t: t.case.task.pk,
    "unit_pk": lambda t: t.case.unit.pk,
    "closure_pk": lambda t: t.case.closure.pk,
    "viewing_pk": lambda t: t.case.viewing.pk,
    "invitation_pk": lambda t: t.owner_invitation_id,
    "membership_pk": lambda t: t.owner_membership_id,
    "kind": lambda _t: "press_release",
    "layout": lambda _t: "csv",
    "key": lambda _t: "anna",
    "code": lambda _t: "bestaat-niet",
    "audience": lambda _t: "initiative",
    "buddy_pk": lambda t: t.buddies.buddy_id,
    "phase_pk": lambda t: t.step_plan.phase_id,
    "step_pk": lambda t: t.step_plan.template_step_id,
}
BY_NAME: dict[tuple[str, str], Callable[[Things], Any]] = {
    **SUPPORT_BY_NAME,
    ("national:municipality_detail", "slug"): lambda t: t.case.municipality.slug,
    ("members:team_member_end", "pk"): lambda t: t.team_membership_id,
    ("members:team_invitation_resend", "pk"): lambda t: t.team_invitation_id,
    ("members:team_invitation_withdraw", "pk"): lambda t: t.team_invitation_id,
    ("members:national_invitation_resend", "pk"): lambda t: t.invitation_id,
    ("members:national_invitation_withdraw", "pk"): lambda t: t.invitation_id,
    ("members:member_invitation_resend", "pk"): lambda t: t.invitation_id,
    ("members:member_invitation_withdraw", "pk"): lambda t: t.invitation_id,
    ("members:national_team_end", "pk"): lambda t: t.pioneer_id,
    ("members:national_team_invitation_resend", "pk"): lambda t: t.pioneer_invitation_id,
    ("members:national_team_invitation_withdraw", "pk"): lambda t: t.pioneer_invitation_id,
    ("members:national_factor_reset", "pk"): lambda t: t.factor_reset_id,
    ("members:factor_reset_answer", "pk"): lambda t: t.factor_reset_id,
    ("members:grant_request_detail", "pk"): lambda t: t.grant_request_id,
    ("members:grant_request_withdraw", "pk"): lambda t: t.grant_request_id,
    ("housing:assessment_start", "pk"): lambda t: t.case.property.pk,
    ("housing:assessment_photos", "key"): lambda _t: "smoke-alarms",
    ("housing:assessment_photo_add", "key"): lambda _t: "smoke-alarms",
    ("housing:defect_report", "pk"): lambda t: t.case.property.pk,
    ("housing:my_property_defect", "pk"): lambda t: t.case.property.pk,
    ("housing:my_home_defect", "pk"): lambda t: t.case.household.pk,
    ("housing:follow_on_step", "name"): lambda _t: "search",
    ("housing:import_template", "kind"): lambda _t: "households",
    ("housing:matching_run", "pk"): lambda t: t.case.plan.pk,
    ("housing:matching_cancel", "pk"): lambda t: t.case.plan.pk,
    ("housing:matching_retry", "pk"): lambda t: t.case.plan.pk,
    ("housing:matching_household", "pk"): lambda t: t.case.household.pk,
    ("housing:matching_choose", "pk"): lambda t: t.case.household.pk,
    ("housing:matching_choose", "unit_pk"): lambda t: t.case.unit.pk,
    ("housing:matching_unit", "pk"): lambda t: t.case.unit.pk,
    ("buddies:buddy_step", "name"): lambda _t: "vog",
    ("buddies:match_step", "name"): lambda _t: "afronden",
    ("buddies:signal_step", "name"): lambda _t: "overdragen",
    ("buddies:national_idea", "key"): lambda _t: "library-card",
    ("buddies:point_later", "kind"): lambda _t: "quiet",
    ("buddies:point_back", "kind"): lambda _t: "quiet",
    ("guidance:method_step", "key"): lambda _t: "working-group",
    ("guidance:method_rule", "key"): lambda _t: "term-first-answer",
    ("initiatives:register_step", "slug"): lambda _t: "waar",
    ("initiatives:register_keep", "slug"): lambda _t: "waar",
    ("initiatives:contact_edit", "pk"): lambda t: t.case.initiative.pk,
    ("initiatives:name_publication", "pk"): lambda t: t.case.initiative.pk,
    ("initiatives:national_registration", "pk"): lambda t: t.case.initiative.pk,
}
BY_PREFIX: dict[str, Callable[[Things], Any]] = {
    "buddies:my_facts": lambda t: t.buddies.buddy_id,
    "buddies:free_vog_of": lambda t: t.case.initiative.pk,
    "buddies:buddy_": lambda t: t.buddies.buddy_id,
    "buddies:contact_edit": lambda t: t.buddies.moment_id,
    "buddies:idea_": lambda t: t.buddies.idea_id,
    "buddies:place_": lambda t: t.buddies.place_id,
    "buddies:home_": lambda t: t.case.card.pk,
    "buddies:signal_": lambda t: t.signal_id,
    "buddies:welcome_cards": lambda t: t.case.household.pk,
    "buddies:welcome_card": lambda t: t.buddies.card_id,
    "buddies:resident_message": lambda t: t.buddies.message_id,
    "buddies:": lambda t: t.buddies.match_id,
    "guidance:initiative_plan": lambda t: t.case.initiative.pk,
    "guidance:plan_": lambda t: t.step_plan.plan_id,
    "guidance:step_": lambda t: t.step_plan.step_id,
    "guidance:template_": lambda t: t.step_plan.draft_id,
    "guidance:own_step_": lambda t: t.step_plan.own_step_id,
    "guidance:session_": lambda t: t.session_id,
    "guidance:my_registration": lambda t: t.registration_id,
    "guidance:public_support": lambda t: t.workspace.support_id,
    "guidance:workspace_": lambda t: t.case.initiative.pk,
    "guidance:task_": lambda t: t.workspace.task_id,
    "guidance:conversation_": lambda t: t.workspace.conversation_id,
    "guidance:message_file_": lambda t: t.workspace.file_id,
    "guidance:message_": lambda t: t.workspace.message_id,
    "guidance:appointment_": lambda t: t.workspace.appointment_id,
    "guidance:entry_": lambda t: t.workspace.support_id,
    "guidance:question_": lambda t: t.question_id,
    "guidance:my_question": lambda t: t.question_id,
    "guidance:answer_": lambda t: t.answer_id,
    "housing:assessment_": lambda t: t.case.assessment.pk,
    "housing:defect_": lambda t: t.case.defect.pk,
    "housing:my_defect_": lambda t: t.case.defect.pk,
    "housing:property_": lambda t: t.case.property.pk,
    "housing:my_unit_": lambda t: t.case.property.pk,
    "housing:my_closure_": lambda t: t.case.property.pk,
    "housing:my_viewing_": lambda t: t.case.property.pk,
    "housing:my_consent_": lambda t: t.case.property.pk,
    "housing:my_property": lambda t: t.case.property.pk,
    "initiatives:my_property_agreement": lambda t: t.case.property.pk,
    "housing:unit_": lambda t: t.case.property.pk,
    "housing:closure_": lambda t: t.case.property.pk,
    "housing:viewing_": lambda t: t.case.property.pk,
    "housing:consent_": lambda t: t.case.property.pk,
    "housing:owner_": lambda t: t.case.property.pk,
    "housing:transfer_offer": lambda t: t.case.household.pk,
    "housing:transfer_": lambda t: t.transfer_id,
    "housing:agreement_": lambda t: t.agreement_id,
    "housing:import_": lambda t: t.import_id,
    "housing:allocation_": lambda t: t.case.household.pk,
    "housing:household_": lambda t: t.case.household.pk,
    "housing:person_": lambda t: t.case.person.pk,
    "housing:placement_": lambda t: t.case.placement.pk,
    "housing:card_": lambda t: t.case.card.pk,
    "housing:follow_on_": lambda t: t.case.placement.pk,
    "housing:quota_": lambda t: t.case.quota.pk,
}
"""By how a name begins, where all its addresses are about one thing; `BY_NAME` goes first."""

BY_SPACE: dict[str, Callable[[Things], Any]] = {
    "initiatives": lambda t: t.case.dossier.pk,
    "documents": lambda t: t.document_id,
    "attachments": lambda t: t.attachment_id,
    "members": lambda t: t.membership_id,
    "notifications": lambda t: t.case.request.pk,
    "demo": lambda t: t.case.request.pk,
}


def parameters(address: Address, things_of: Things, *, gemeente: str | None = None) -> dict[str, Any]:
    """The keyword arguments for `reverse`; raises Undeclared for what is not declared above."""
    found: dict[str, Any] = {}
    for name in address.parameters:
        if name == "gemeente":
            found[name] = gemeente or things_of.case.municipality.slug
        elif name == "token":
            if address.name not in TOKENS:
                raise Undeclared(f"say in tests/access/places.py which link opens {address.name}")
            found[name] = things_of.tokens[TOKENS[address.name]]
        elif (address.name, name) in BY_NAME:
            found[name] = BY_NAME[address.name, name](things_of)
        elif name == "pk" and (prefix := next((p for p in BY_PREFIX if address.name.startswith(p)), "")):
            found[name] = BY_PREFIX[prefix](things_of)
        elif name in DEFAULTS:
            found[name] = DEFAULTS[name](things_of)
        elif name == "pk" and address.name.split(":")[0] in BY_SPACE:
            found[name] = BY_SPACE[address.name.split(":")[0]](things_of)
        else:
            raise Undeclared(f"say in tests/access/places.py what {name} of {address.name} is")
    return found
