"""Net 1, the gate: every view says who may pass, by exactly one keyword; nothing passes by default.

Inside the gate the request is one person, link or nobody for PostgreSQL too (`common.who.acting`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn
from urllib.parse import urlencode

import pghistory
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from thuisgevers.accounts.services.signing_in import has_second_factor
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.who import acting

from .access import Access
from .enums import Capability, LinkPurpose
from .held_links import HeldLink, TamperedError, forget_link, held_token
from .links import open_link
from .models import Municipality

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Gate:
    """What a view declared; read by the tests that walk the URLconf and by the access table in docs/."""

    permission: Capability | None = None
    link: LinkPurpose | None = None
    public: str = ""
    account: str = ""
    held: HeldLink | None = None


def gate(
    *,
    permission: Capability | None = None,
    link: LinkPurpose | None = None,
    public: str = "",
    account: str = "",
    held: HeldLink | None = None,
) -> Callable[[View], View]:
    """Declare who may pass: a `permission`, a `link` of one purpose (URL keyword `token`, or `held` in a cookie), everybody
    (`public`) or any signed-in person for their own things (`account`); the last two say why. A wrong declaration raises
    at import."""
    if sum(bool(given) for given in (permission, link, public, account)) != 1:
        raise TypeError("gate() takes exactly one of permission, link, public, account")
    if permission is not None and not isinstance(permission, Capability):
        raise TypeError(f"unknown permission {permission!r}")
    if link is not None and not isinstance(link, LinkPurpose):
        raise TypeError(f"unknown link purpose {link!r}")
    if held is not None and link is None:
        raise TypeError("held= tells where a link's token is kept: it needs link=")
    declared = Gate(permission=permission, link=link, public=public, account=account, held=held)

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            match = request.resolver_match
            try:
                with transaction.atomic(), pghistory.context(user=request.user.pk, view=match and match.view_name):
                    if declared.link is not None and declared.held is not None:
                        return _by_held_link(declared.link, declared.held, view, request, *args, **kwargs)
                    if declared.link is not None:
                        return _by_link(declared.link, view, request, *args, **kwargs)
                    if request.user.is_authenticated:
                        return _by_person(declared, view, request, *args, **kwargs)
                    request.access = Access.nobody()
                    request.municipality = _municipality(kwargs)
                    return view(request, *args, **kwargs)
            except ConflictError as conflict:
                return render(request, "409.html", {"message": conflict.message}, status=409)

        gated.gate = declared  # type: ignore[attr-defined]
        gated.login_required = not (declared.public or declared.link)  # type: ignore[attr-defined]
        return gated

    return decorate


def _municipality(kwargs: dict[str, Any]) -> Municipality | None:
    if "gemeente" not in kwargs:
        return None
    slug = kwargs.pop("gemeente")
    try:
        return Municipality.objects.get(slug=slug)
    except Municipality.DoesNotExist as error:
        raise Http404 from error


def _by_link(purpose: LinkPurpose, view: View, request: Any, *args: Any, token: str, **kwargs: Any) -> HttpResponse:
    link = open_link(token, purpose)
    if link is None:
        return render(request, "municipalities/link_invalid.html", {"purpose": purpose}, status=404)
    if link.is_expired:
        return render(request, "municipalities/link_expired.html", {"purpose": purpose}, status=410)
    with acting(link_id=link.id):
        request.access = Access.for_link(link)
        request.link = link
        request.municipality = _municipality(kwargs)
        return view(request, *args, token=token, **kwargs)


def _by_held_link(
    purpose: LinkPurpose, held: HeldLink, view: View, request: Any, *args: Any, **kwargs: Any
) -> HttpResponse:
    """Like `_by_link`, with the token from the cookie. Without one, back to where it is given; one that opens nothing
    (altered, revoked, expired) is taken away with the answer that says so; a visit of minutes leads back to where it begins."""
    elsewhere = HttpResponseRedirect(reverse(held.start))
    try:
        token = held_token(request, held)
    except TamperedError:
        return forget_link(render(request, "municipalities/link_invalid.html", {"purpose": purpose}, status=404), held)
    if token is None:
        return elsewhere
    link = open_link(token, purpose)
    if held.minutes and (link is None or link.is_expired):
        return forget_link(elsewhere, held)
    if link is None:
        return forget_link(render(request, "municipalities/link_invalid.html", {"purpose": purpose}, status=404), held)
    if link.is_expired:
        return forget_link(render(request, "municipalities/link_expired.html", {"purpose": purpose}, status=410), held)
    with acting(link_id=link.id):
        request.access = Access.for_link(link)
        request.link = link
        request.municipality = None
        return view(request, *args, **kwargs)


def _by_person(declared: Gate, view: View, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    with acting(user_id=request.user.pk):
        access = Access.for_user(request.user, second_factor=has_second_factor(request))
        request.municipality = _municipality(kwargs)
        if request.municipality is not None:
            access = access.narrowed(request.municipality)
        request.access = access
        if declared.permission is not None:
            answer = _refuse(declared.permission, access, request)
            if answer is not None:
                return answer
        return view(request, *args, **kwargs)


def _refuse(permission: Capability, access: Access, request: Any) -> HttpResponse | None:
    if access.holds(permission) and access.belongs():
        return None
    if access.withheld:
        where = reverse("accounts:second_factor")
        return HttpResponseRedirect(f"{where}?{urlencode({'next': request.get_full_path()})}")
    if not access.belongs():
        raise Http404
    return _lead_to_joining(access, request) or _deny()


def _lead_to_joining(access: Access, request: Any) -> HttpResponse | None:
    """Whoever works for a municipality that does not take part yet: its dossiers come with the agreement, and the
    coordinator is led to it. The pages stand a few floors up and are known by name."""
    place = request.municipality
    if place is None or place.participates or not access.municipality_ids(Capability.MEMBER_READ):
        return None
    messages.info(request, _("Dit kan zodra %(place)s meedoet.") % {"place": place.name})
    may_join = access.may(Capability.MUNICIPALITY_JOIN, municipality=place)
    name = "members:join" if may_join else "members:member_list"
    return HttpResponseRedirect(reverse(name, kwargs={"gemeente": place.slug}))


def _deny() -> NoReturn:
    raise PermissionDenied
