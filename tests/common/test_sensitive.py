"""Warnings about what does not belong in free text."""

from __future__ import annotations

import pytest

from thuisgevers.common.sensitive import passes_eleven_test, sensitive_findings


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Een gezin met twee kinderen, van de Protestantse kerk.", []),
        ("BSN 111222333", ["bsn"]),
        ("111.222.333", ["bsn"]),
        ("Bel 0612345678 of 038-1234567", []),
        ("KvK 12345678", []),
        ("Iemand is ziek en heeft medicijnen nodig", ["health"]),
        ("Een gezin van moslims", ["belief"]),
        ("Samen naar de moskee geweest", ["belief"]),
        ("Zij zijn gevlucht voor de oorlog", ["flight"]),
        ("111222333, zwanger, christen en gemarteld", ["bsn", "health", "belief", "flight"]),
        ("Muziekschool en het ziekteverzuim niet", ["health"]),
        ("hartelijk welkom, wij zoeken een trouwe groep", []),
        ("", []),
    ],
)
def test_findings(text: str, kinds: list[str]) -> None:
    assert [finding.what for finding in sensitive_findings(text)] == kinds


def test_finding_never_repeats_the_words() -> None:
    assert all("111222333" not in finding.text for finding in sensitive_findings("111222333"))


@pytest.mark.parametrize(
    ("digits", "passes"),
    [("111222333", True), ("123456782", True), ("123456789", False), ("0", False), ("000000000", False)],
)
def test_eleven_test(digits: str, passes: bool) -> None:
    assert passes_eleven_test(digits) is passes
