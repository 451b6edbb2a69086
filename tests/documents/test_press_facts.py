"""The press release says facts as people write them."""

from __future__ import annotations

from dataclasses import replace

from tests.factories.documents import PRESS
from thuisgevers.documents.kinds.press_release import PressContact


def test_telephone_of_the_press_is_written_as_people_do() -> None:
    contact = PressContact(name="Team communicatie", organisation="Gemeente Kampen", phone="+31382345678")
    (shown,) = replace(PRESS, contacts=(contact,)).snapshot().blocks["perscontacten"]
    assert shown["phone"] == "038 234 5678"
