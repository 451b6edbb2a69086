"""Ids and references."""

import re
import uuid

from thuisgevers.common.ids import REFERENCE_ALPHABET, clean_reference, reference, uuid7


def test_uuid7_is_ordered_by_time_and_of_the_standard_type():
    made = [uuid7() for _ in range(50)]
    assert all(type(one) is uuid.UUID and one.version == 7 for one in made)
    assert sorted(made, key=lambda one: one.int >> 80) == made


def test_reference_has_no_letters_that_look_alike():
    assert not set(REFERENCE_ALPHABET) & set("0O1IL2Z5S8BUV")
    made = {reference(2026) for _ in range(300)}
    assert len(made) > 290
    assert all(re.fullmatch(rf"TG-2026-[{REFERENCE_ALPHABET}]{{5}}", one) for one in made)


def test_clean_reference_reads_what_people_type():
    assert clean_reference(" tg 2026 7k4q9") == "TG-2026-7K4Q9"
    assert clean_reference("TG20267K4Q9") == "TG-2026-7K4Q9"
    assert clean_reference("iets anders") == "IETS ANDERS"
