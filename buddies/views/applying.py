"""`/buddy-worden/`: applying without an account, and the page behind the mailed link."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from thuisgevers.accounts.services.signing_in import sign_in
from thuisgevers.audit.services import log_read
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.throttling import is_too_often
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..enums import BuddyState
from ..forms.people import ApplyForm, FactsForm, initial_of
from ..models import Buddy
from ..permissions.buddies import own_buddies
from ..queries.words import BUDDY_LOOKS
from ..services.applying import apply_as_buddy, confirm_application, edit_own_facts, open_account
from ..services.intake import leave

PUBLIC = "anybody may offer to be a buddy"
APPLIES_AN_HOUR = 20
APPLIES_AN_HOUR_FOR_ONE = 5
UNPROCESSABLE = 422
form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@never_cache
@gate(public=PUBLIC)
def apply(request: Request) -> HttpResponse:
    """The answer is the same whether or not the address was known already."""
    if request.method != "POST":
        return render(request, "buddies/apply.html", {"form": ApplyForm()})
    form = ApplyForm(request.POST)
    if not form.is_valid() or form.hit is None:
        return render(request, "buddies/apply.html", {"form": form}, status=UNPROCESSABLE)
    if is_too_often(request, "buddy-apply", most=APPLIES_AN_HOUR, seconds=3600):
        return render(request, "429.html", status=429)
    email = form.cleaned_data["email"]
    if not is_too_often(request, "buddy-apply-one", most=APPLIES_AN_HOUR_FOR_ONE, seconds=3600, key=email):
        apply_as_buddy(access=request.access, municipality=form.hit.municipality, facts=form.facts(), email=email)
    return redirect("buddies:applied")


@require_safe
@gate(public=PUBLIC)
def applied(request: Request) -> HttpResponse:
    """Look in your mail. Knows nothing of who asked."""
    return render(request, "buddies/applied.html")


@form_page
@never_cache
@gate(link=LinkPurpose.BUDDY)
def application(request: Request, token: str) -> HttpResponse:
    """One's own application: confirm what was typed, see who has the ball, change it, stop, open the account. A link that is opened
    changes nothing: a button does."""
    rows = own_buddies(request.access).select_related("municipality", "user")
    buddy = request.access.get_or_404(rows, pk=request.link.object_id)
    if request.method != "POST":
        return _page(request, buddy, FactsForm(initial=initial_of(buddy)))
    act = request.POST.get("act", "")
    if act == "account":
        return _account(request, buddy)
    if act == "stop":
        return _acted(request, lambda: leave(access=request.access, buddy=buddy), _("U bent gestopt. Dank u wel."))
    form = FactsForm(request.POST)
    if not form.is_valid():
        return _page(request, buddy, form, status=UNPROCESSABLE)
    if buddy.state == BuddyState.REQUESTED:
        return _acted(
            request,
            lambda: confirm_application(access=request.access, buddy=buddy, facts=form.facts()),
            _("Uw aanmelding is bevestigd. De buddycoördinator neemt contact met u op."),
        )
    return _acted(
        request,
        lambda: edit_own_facts(access=request.access, buddy=buddy, facts=form.facts()),
        _("Uw gegevens zijn bewaard."),
    )


def _acted(request: Request, do: Callable[[], object], done: str) -> HttpResponse:
    try:
        do()
        messages.success(request, done)
    except ConflictError as conflict:
        messages.error(request, conflict.message)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(request.path)


def _account(request: Request, buddy: Buddy) -> HttpResponse:
    try:
        user = open_account(access=request.access, buddy=buddy)
    except ConflictError as conflict:
        messages.error(request, conflict.message)
        return redirect(request.path)
    sign_in(request, user, method="link")
    return redirect(reverse("buddies:my_matches"))


def _page(request: Request, buddy: Buddy, form: FactsForm, *, status: int = 200) -> HttpResponse:
    log_read(
        access=request.access,
        purpose="own_application",
        object_type="buddies.Buddy",
        object_ids=[buddy.pk],
        municipality=buddy.municipality,
    )
    context = {
        "buddy": buddy,
        "form": form,
        "look": BUDDY_LOOKS[BuddyState(buddy.state)],
        "is_new": buddy.state == BuddyState.REQUESTED,
        "may_open": buddy.state in (BuddyState.READY, BuddyState.PAUSED) and buddy.user_id is None,
        "has_account": buddy.user_id is not None,
    }
    return render(request, "buddies/application.html", context, status=status)
