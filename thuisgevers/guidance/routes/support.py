"""Help: asking for it, giving it, dividing it."""

from django.urls import path

from thuisgevers.guidance.views import support_desk, support_offers, support_requests

_ONE = "hulp/<uuid:pk>/"
_DESK = "hulp/bureau/"
_OFFERS = "hulp/ervaring/"

urlpatterns = [
    path("hulp/", support_requests.support_mine, name="support_mine"),
    path("hulp/vragen/stap/<uuid:pk>/", support_requests.support_ask_step, name="support_ask_step"),
    path("hulp/vragen/plan/<uuid:pk>/", support_requests.support_ask_plan, name="support_ask_plan"),
    path(_ONE, support_requests.support_detail, name="support_detail"),
    path(f"{_ONE}oppakken/", support_requests.support_accept, name="support_accept"),
    path(f"{_ONE}antwoord/", support_requests.support_answer, name="support_answer"),
    path(f"{_ONE}nog-een-vraag/", support_requests.support_again, name="support_again"),
    path(f"{_ONE}doorgeven/", support_requests.support_pass, name="support_pass"),
    path(f"{_ONE}afsluiten/", support_requests.support_close, name="support_close"),
    path(f"{_ONE}intrekken/", support_requests.support_withdraw, name="support_withdraw"),
    path(_OFFERS, support_offers.offer_list, name="offer_list"),
    path(f"{_OFFERS}aanbieden/", support_offers.offer_add, name="offer_add"),
    path(f"{_OFFERS}<uuid:pk>/vragen/", support_offers.offer_ask, name="offer_ask"),
    path(f"{_OFFERS}<uuid:pk>/stoppen/", support_offers.offer_withdraw, name="offer_withdraw"),
    path(_DESK, support_desk.support_desk, name="support_desk"),
    path(f"{_DESK}dekking/", support_desk.support_coverage, name="support_coverage"),
    path(f"{_DESK}afwezig/", support_desk.support_away, name="support_away"),
    path(f"{_DESK}afwezig/<uuid:pk>/weg/", support_desk.support_back, name="support_back"),
    path(f"{_DESK}overdracht/", support_desk.support_pack, name="support_pack"),
    path("hulp/logboek/", support_desk.support_log, name="support_log"),
    path("hulp/logboek/nieuw/", support_desk.support_log_add, name="support_log_add"),
    path("landelijk/hulp/", support_desk.support_national, name="support_national"),
    path("landelijk/hulp/<uuid:pk>/", support_desk.support_helper, name="support_helper"),
]
