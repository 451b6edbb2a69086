"""Slots: panels of higher floors, shown to those who may."""

import pytest
from django.template import Context

from thuisgevers.common import slots


class Access:
    def __init__(self, *held):
        self.held = held

    def may(self, capability, /, *, municipality=None, scope_id=None):
        return (capability, municipality, scope_id) in self.held


class Thing:
    municipality = 7
    pk = 42


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(slots, "_panels", {})


def _register(name, permission, data, **more):
    slots.register(
        "household.detail", name, permission, lambda access, obj: data, "components/empty_state.html", **more
    )


def test_panel_is_shown_only_to_who_may():
    _register("buddies", "household.read", {"title": "Buddy's"})
    assert "Buddy" in slots.render_slot("household.detail", Access(("household.read", 7, 42)), Thing(), Context())
    assert slots.render_slot("household.detail", Access(), Thing(), Context()) == ""
    assert slots.render_slot("household.detail", None, Thing(), Context()) == ""
    assert slots.render_slot("other.page", Access(("household.read", 7, 42)), Thing(), Context()) == ""


def test_panels_come_in_order_and_an_empty_one_is_left_out():
    _register("late", None, {"title": "Later"}, order=2)
    _register("nothing", None, None)
    _register("early", None, {"title": "Eerst <b>"}, order=1)
    shown = slots.render_slot("household.detail", None, Thing(), Context())
    assert shown.index("Eerst &lt;b&gt;") < shown.index("Later")
    assert [panel.name for panel in slots.panels()] == ["nothing", "early", "late"]


def test_same_name_twice_is_refused():
    _register("buddies", None, {})
    with pytest.raises(slots.AlreadyRegistered):
        _register("buddies", None, {})
