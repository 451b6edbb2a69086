"""Households of a municipality, their hand-over between municipalities, and the cards of the initiative's side."""

from django.urls import URLPattern, path

from housing.views import cards, households, households_editing, households_steps, transfers

_LIST = "<slug:gemeente>/huishoudens"
_ONE = f"{_LIST}/<uuid:pk>"
_TRANSFERS = f"{_LIST}/overdrachten"

urlpatterns: list[URLPattern] = [
    path("mijn-initiatief/huishoudens/", cards.card_list, name="card_list"),
    path(f"{_LIST}/", households.households, name="household_list"),
    path(f"{_LIST}/zoeken/", households.household_search, name="household_search"),
    path(f"{_LIST}/nieuw/", households_editing.household_add, name="household_add"),
    path(f"{_TRANSFERS}/", transfers.transfer_list, name="transfer_list"),
    path(f"{_TRANSFERS}/afspraken/", transfers.agreement_add, name="agreement_add"),
    path(f"{_TRANSFERS}/afspraken/<uuid:pk>/einde/", transfers.agreement_end, name="agreement_end"),
    path(f"{_TRANSFERS}/<uuid:pk>/", transfers.transfer_detail, name="transfer_detail"),
    path(f"{_TRANSFERS}/<uuid:pk>/aannemen/", transfers.transfer_accept, name="transfer_accept"),
    path(f"{_TRANSFERS}/<uuid:pk>/afwijzen/", transfers.transfer_refuse, name="transfer_refuse"),
    path(f"{_TRANSFERS}/<uuid:pk>/intrekken/", transfers.transfer_withdraw, name="transfer_withdraw"),
    path(f"{_ONE}/", households.household_detail, name="household_detail"),
    path(f"{_ONE}/wijzigen/", households_editing.household_edit, name="household_edit"),
    path(f"{_ONE}/bewoners/", households_editing.household_people, name="household_people"),
    path(f"{_ONE}/behandelaar/", households_editing.household_assign, name="household_assign"),
    path(f"{_ONE}/koppeling/", households_editing.allocation_edit, name="allocation_edit"),
    path(f"{_ONE}/koppeling/einde/", households_editing.allocation_end, name="allocation_end"),
    path(f"{_ONE}/splitsen/", households_steps.household_split, name="household_split"),
    path(f"{_ONE}/samenvoegen/", households_steps.household_merge, name="household_merge"),
    path(f"{_ONE}/ontkoppelen/", households_steps.household_cancel, name="household_cancel"),
    path(f"{_ONE}/terugdraaien/", households_steps.household_reopen, name="household_reopen"),
    path(f"{_ONE}/overdragen/", transfers.transfer_offer, name="transfer_offer"),
]
