"""Where the page of a document lies: under the worklist for officials, under their own initiative for the team."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from initiatives.enums import DossierState
from tests.factories.documents import document
from tests.factories.people import Cast
from tests.initiatives.dossiers import in_state
from thuisgevers.documents.enums import DocumentState

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "first", "page"),
    [("anna", "Dossiers", "/kampen/dossiers/{}/"), ("bram", "Mijn initiatief", "/mijn-initiatief/{}/")],
)
def test_the_path_leads_back_to_the_dossier(cast: Cast, client_as: Any, who: str, first: str, page: str) -> None:
    dossier = in_state(cast, DossierState.APPROVED)
    row = document(cast.kampen, cast.initiative_id, cast.anna, state=DocumentState.READY)
    text = client_as(getattr(cast, who)).get(reverse("documents:document_show", args=[row.pk])).text
    path = text[text.index("Kruimelpad") : text.index("<h1")]
    assert first in path
    assert f'href="{page.format(dossier.pk)}#documenten"' in path
    assert dossier.initiative.reference in path
