"""The question desk: for everybody, one's own questions, who answers, and the national desk's answers."""

from django.urls import path

from thuisgevers.guidance.views import questions, questions_answers, questions_desk, questions_feed, questions_own

_ROOT = "vraagbaak"
_ANSWER = f"{_ROOT}/antwoord/<uuid:pk>"
_DESK = f"{_ROOT}/balie"
_ONE = f"{_DESK}/<uuid:pk>"
_KEPT = "landelijk/antwoorden"

urlpatterns = [
    path(f"{_ROOT}/", questions.question_search, name="question_search"),
    path(f"{_ROOT}/antwoorden.atom", questions_feed.answer_feed, name="answer_feed"),
    path(f"{_ANSWER}/", questions.answer_detail, name="answer_detail"),
    path(f"{_ANSWER}/nuttig/", questions.answer_helpful, name="answer_helpful"),
    path(f"{_ROOT}/stap/<slug:audience>/<slug:key>/", questions.method_step, name="method_step"),
    path(f"{_ROOT}/regel/<slug:key>/", questions.method_rule, name="method_rule"),
    path(f"{_ROOT}/stellen/", questions.question_ask, name="question_ask"),
    path(f"{_ROOT}/stellen/stap/<uuid:pk>/", questions.step_ask, name="step_ask"),
    path(f"{_ROOT}/verstuurd/", questions.question_sent, name="question_sent"),
    path(f"{_ROOT}/mijn/", questions_own.my_questions, name="my_questions"),
    path(f"{_ROOT}/mijn/<uuid:pk>/", questions_own.my_question, name="my_question"),
    path(f"{_ROOT}/vraag/<str:token>/", questions_own.question_open, name="question_open"),
    path(f"{_DESK}/", questions_desk.question_desk, name="question_desk"),
    path(f"{_ONE}/", questions_desk.question_manage, name="question_manage"),
    path(f"{_ONE}/antwoorden/", questions_desk.question_answer, name="question_answer"),
    path(f"{_ONE}/doorgeven/", questions_desk.question_pass_on, name="question_pass_on"),
    path(f"{_ONE}/samenvoegen/", questions_desk.question_merge, name="question_merge"),
    path(f"{_ONE}/sluiten/", questions_desk.question_close, name="question_close"),
    path(f"{_ONE}/voorstel/", questions_desk.question_propose, name="question_propose"),
    path(f"{_ONE}/publiceren/", questions_desk.question_publish, name="question_publish"),
    path(f"{_ONE}/terugsturen/", questions_desk.question_send_back, name="question_send_back"),
    path(f"{_KEPT}/", questions_answers.answer_desk, name="answer_desk"),
    path(f"{_KEPT}/<uuid:pk>/nakijken/", questions_answers.answer_review, name="answer_review"),
    path(f"{_KEPT}/<uuid:pk>/herzien/", questions_answers.answer_revise, name="answer_revise"),
    path(f"{_KEPT}/<uuid:pk>/beslissen/", questions_answers.answer_decide, name="answer_decide"),
    path(f"{_KEPT}/<uuid:pk>/intrekken/", questions_answers.answer_withdraw, name="answer_withdraw"),
    path(f"{_KEPT}/<uuid:pk>/samenvoegen/", questions_answers.answer_merge, name="answer_merge"),
    path(f"{_KEPT}/<uuid:pk>/kiezen/", questions_answers.answer_choose, name="answer_choose"),
]
