from django.urls import path

from .views import factor_resets, grants, invitations, joining, members, national, national_team, own, own_data, teams

app_name = "members"

_link = [
    path("uitnodiging/<str:token>/", invitations.invitation_open, name="invitation_open"),
    path("uitnodiging/<str:token>/afslaan/", invitations.invitation_decline, name="invitation_decline"),
]
_own = [
    path("account/rollen/", own.my_roles, name="my_roles"),
    path("account/rollen/neerleggen/", own.my_roles_end_all, name="my_roles_end_all"),
    path("account/rollen/<uuid:pk>/neerleggen/", own.my_role_end, name="my_role_end"),
    path("account/mijn-gegevens/", own_data.own_data, name="own_data"),
    path("account/mijn-gegevens/bestand/", own_data.own_data_file, name="own_data_file"),
    path("account/tweede-stap/hulp/", own.factor_help, name="factor_help"),
]
_team = [
    path("mijn-initiatief/<uuid:scope_id>/team/", teams.team_detail, name="team_detail"),
    path("mijn-initiatief/<uuid:scope_id>/team/uitnodigen/", teams.team_invite, name="team_invite"),
    path("mijn-initiatief/<uuid:scope_id>/team/overdragen/", teams.team_hand_over, name="team_hand_over"),
    path("mijn-initiatief/<uuid:scope_id>/team/<uuid:pk>/beeindigen/", teams.team_member_end, name="team_member_end"),
    path(
        "mijn-initiatief/<uuid:scope_id>/team/uitnodigingen/<uuid:pk>/opnieuw/",
        invitations.team_invitation_resend,
        name="team_invitation_resend",
    ),
    path(
        "mijn-initiatief/<uuid:scope_id>/team/uitnodigingen/<uuid:pk>/intrekken/",
        invitations.team_invitation_withdraw,
        name="team_invitation_withdraw",
    ),
]
_national = [
    path("landelijk/gemeenten/", national.municipality_list, name="municipality_list"),
    path("landelijk/gemeenten/<slug:gemeente>/", national.municipality_detail, name="municipality_detail"),
    path("landelijk/gemeenten/<slug:gemeente>/uitnodigen/", national.municipality_invite, name="municipality_invite"),
    path(
        "landelijk/gemeenten/<slug:gemeente>/uitnodigingen/<uuid:pk>/opnieuw/",
        invitations.national_invitation_resend,
        name="national_invitation_resend",
    ),
    path(
        "landelijk/gemeenten/<slug:gemeente>/uitnodigingen/<uuid:pk>/intrekken/",
        invitations.national_invitation_withdraw,
        name="national_invitation_withdraw",
    ),
    path("landelijk/team/", national_team.national_team, name="national_team"),
    path("landelijk/team/uitnodigen/", national_team.national_team_invite, name="national_team_invite"),
    path("landelijk/team/<uuid:pk>/beeindigen/", national_team.national_team_end, name="national_team_end"),
    path(
        "landelijk/team/uitnodigingen/<uuid:pk>/opnieuw/",
        invitations.national_team_invitation_resend,
        name="national_team_invitation_resend",
    ),
    path(
        "landelijk/team/uitnodigingen/<uuid:pk>/intrekken/",
        invitations.national_team_invitation_withdraw,
        name="national_team_invitation_withdraw",
    ),
    path("landelijk/tweede-stap/", factor_resets.national_factor_resets, name="national_factor_resets"),
    path("landelijk/tweede-stap/<uuid:pk>/", factor_resets.national_factor_reset, name="national_factor_reset"),
    path(
        "landelijk/tweede-stap/collega/<uuid:pk>/",
        factor_resets.national_factor_reset_request,
        name="national_factor_reset_request",
    ),
]
_municipal = [
    path("<slug:gemeente>/leden/", members.member_list, name="member_list"),
    path("<slug:gemeente>/leden/uitnodigen/", members.member_invite, name="member_invite"),
    path("<slug:gemeente>/leden/controle/", members.member_review, name="member_review"),
    path("<slug:gemeente>/leden/<uuid:pk>/bevestigen/", members.member_confirm, name="member_confirm"),
    path("<slug:gemeente>/leden/<uuid:pk>/beeindigen/", members.member_end, name="member_end"),
    path(
        "<slug:gemeente>/leden/<uuid:pk>/tweede-stap/", factor_resets.factor_reset_request, name="factor_reset_request"
    ),
    path("<slug:gemeente>/leden/tweede-stap/<uuid:pk>/", factor_resets.factor_reset_answer, name="factor_reset_answer"),
    path(
        "<slug:gemeente>/leden/uitnodigingen/<uuid:pk>/opnieuw/",
        invitations.member_invitation_resend,
        name="member_invitation_resend",
    ),
    path(
        "<slug:gemeente>/leden/uitnodigingen/<uuid:pk>/intrekken/",
        invitations.member_invitation_withdraw,
        name="member_invitation_withdraw",
    ),
    path("<slug:gemeente>/leden/vervanging/", grants.grant_request_create, name="grant_request_create"),
    path("<slug:gemeente>/leden/vervanging/<uuid:pk>/", grants.grant_request_detail, name="grant_request_detail"),
    path(
        "<slug:gemeente>/leden/vervanging/<uuid:pk>/intrekken/",
        grants.grant_request_withdraw,
        name="grant_request_withdraw",
    ),
    path("<slug:gemeente>/aansluiten/", joining.join_start, name="join"),
    path("<slug:gemeente>/aansluiten/overeenkomst/", joining.join_agreement, name="join_agreement"),
    path("<slug:gemeente>/aansluiten/werkwijze/", joining.join_ways, name="join_ways"),
    path("<slug:gemeente>/aansluiten/vertrouwenspersoon/", joining.join_adviser, name="join_adviser"),
    path("<slug:gemeente>/aansluiten/collegas/", joining.join_colleagues, name="join_colleagues"),
    path("<slug:gemeente>/aansluiten/meedoen/", joining.join_finish, name="join_finish"),
]
urlpatterns = [*_link, *_own, *_team, *_national, *_municipal]
