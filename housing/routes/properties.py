"""The register of properties, its owners' own pages, and what the monthly mail opens."""

from django.urls import path

from housing.views import availability, my_properties, owners, properties, property_list, units, viewings

_LIST = "<slug:gemeente>/panden"
_ONE = f"{_LIST}/<uuid:pk>"
_UNIT = "wooneenheden/<uuid:unit_pk>"
_VIEWING = "bezichtigingen/<uuid:viewing_pk>"
_MINE = "mijn-pand/<uuid:pk>"
_MAILED = "pand-beschikbaar/<str:token>"

urlpatterns = [
    path("mijn-pand/", my_properties.my_properties, name="my_properties"),
    path(f"{_MINE}/", my_properties.my_property, name="my_property"),
    path(f"{_MINE}/gegevens/", my_properties.my_property_edit, name="my_property_edit"),
    path(f"{_MINE}/contact/", my_properties.my_property_contact, name="my_property_contact"),
    path(f"{_MINE}/bijlagen/", my_properties.my_property_attachment_add, name="my_property_attachment_add"),
    path(f"{_MINE}/antwoord/", my_properties.my_property_answer, name="my_property_answer"),
    path(f"{_MINE}/antwoord/terug/", my_properties.my_property_undo, name="my_property_undo"),
    path(f"{_MINE}/intrekken/", my_properties.my_property_take_back, name="my_property_take_back"),
    path(f"{_MINE}/toestemming/", owners.my_consent_add, name="my_consent_add"),
    path(f"{_MINE}/toestemming/intrekken/", owners.my_consent_withdraw, name="my_consent_withdraw"),
    path(f"{_MINE}/wooneenheden/", units.my_unit_add, name="my_unit_add"),
    path(f"{_MINE}/{_UNIT}/", units.my_unit_edit, name="my_unit_edit"),
    path(f"{_MINE}/{_UNIT}/sluiten/", units.my_closure_add, name="my_closure_add"),
    path(f"{_MINE}/sluitingen/<uuid:closure_pk>/", units.my_closure_edit, name="my_closure_edit"),
    path(f"{_MINE}/sluitingen/<uuid:closure_pk>/weg/", units.my_closure_remove, name="my_closure_remove"),
    path(f"{_MINE}/bezichtigingen/", viewings.my_viewing_propose, name="my_viewing_propose"),
    path(f"{_MINE}/{_VIEWING}/ja/", viewings.my_viewing_accept, name="my_viewing_accept"),
    path(f"{_MINE}/{_VIEWING}/nee/", viewings.my_viewing_decline, name="my_viewing_decline"),
    path(f"{_MINE}/{_VIEWING}/afzeggen/", viewings.my_viewing_cancel, name="my_viewing_cancel"),
    path(f"{_MINE}/{_VIEWING}/agenda.ics", viewings.my_viewing_calendar, name="my_viewing_calendar"),
    path(f"{_MAILED}/", availability.availability_open, name="availability_open"),
    path(f"{_MAILED}/terug/", availability.availability_undo, name="availability_undo"),
    path(f"{_LIST}/", property_list.property_register, name="property_list"),
    path(f"{_LIST}/zoeken/", property_list.property_search, name="property_search"),
    path(f"{_LIST}/export/<slug:layout>/", property_list.property_export, name="property_export"),
    path(f"{_LIST}/nieuw/", properties.property_add, name="property_add"),
    path(f"{_ONE}/", properties.property_detail, name="property_detail"),
    path(f"{_ONE}/gegevens/", properties.property_edit, name="property_edit"),
    path(f"{_ONE}/eigenaar/", properties.property_owner, name="property_owner"),
    path(f"{_ONE}/bijlagen/", properties.property_attachment_add, name="property_attachment_add"),
    path(f"{_ONE}/beoordelen/", properties.property_assess, name="property_assess"),
    path(f"{_ONE}/akkoord/", properties.property_clear, name="property_clear"),
    path(f"{_ONE}/openstellen/", properties.property_open, name="property_open"),
    path(f"{_ONE}/sluiten/", properties.property_close, name="property_close"),
    path(f"{_ONE}/opnieuw-inzetten/", properties.property_use_again, name="property_use_again"),
    path(f"{_ONE}/opnieuw-beoordelen/", properties.property_assess_again, name="property_assess_again"),
    path(f"{_ONE}/intrekken/", properties.property_withdraw, name="property_withdraw"),
    path(f"{_ONE}/toestemming/", owners.consent_add, name="consent_add"),
    path(f"{_ONE}/toestemming/document/", owners.consent_document, name="consent_document"),
    path(f"{_ONE}/toestemming/intrekken/", owners.consent_withdraw, name="consent_withdraw"),
    path(f"{_ONE}/gebeld/", owners.owner_call, name="owner_call"),
    path(f"{_ONE}/uitnodigen/", owners.owner_invite, name="owner_invite"),
    path(
        f"{_ONE}/uitnodigingen/<uuid:invitation_pk>/opnieuw/",
        owners.owner_invitation_resend,
        name="owner_invitation_resend",
    ),
    path(
        f"{_ONE}/uitnodigingen/<uuid:invitation_pk>/intrekken/",
        owners.owner_invitation_withdraw,
        name="owner_invitation_withdraw",
    ),
    path(f"{_ONE}/eigenaren/<uuid:membership_pk>/", owners.owner_end, name="owner_end"),
    path(f"{_ONE}/wooneenheden/", units.unit_add, name="unit_add"),
    path(f"{_ONE}/{_UNIT}/", units.unit_edit, name="unit_edit"),
    path(f"{_ONE}/{_UNIT}/buiten-gebruik/", units.unit_retire, name="unit_retire"),
    path(f"{_ONE}/{_UNIT}/terug/", units.unit_restore, name="unit_restore"),
    path(f"{_ONE}/{_UNIT}/verwijderen/", units.unit_delete, name="unit_delete"),
    path(f"{_ONE}/{_UNIT}/sluiten/", units.closure_add, name="closure_add"),
    path(f"{_ONE}/sluitingen/<uuid:closure_pk>/", units.closure_edit, name="closure_edit"),
    path(f"{_ONE}/sluitingen/<uuid:closure_pk>/weg/", units.closure_remove, name="closure_remove"),
    path(f"{_ONE}/bezichtigingen/", viewings.viewing_propose, name="viewing_propose"),
    path(f"{_ONE}/{_VIEWING}/ja/", viewings.viewing_accept, name="viewing_accept"),
    path(f"{_ONE}/{_VIEWING}/nee/", viewings.viewing_decline, name="viewing_decline"),
    path(f"{_ONE}/{_VIEWING}/afzeggen/", viewings.viewing_cancel, name="viewing_cancel"),
    path(f"{_ONE}/{_VIEWING}/agenda.ics", viewings.viewing_calendar, name="viewing_calendar"),
]
