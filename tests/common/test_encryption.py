"""Encrypted columns: bound to their place, readable after a rotation, refused everywhere else."""

import base64
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.encryption import (
    CannotOpen,
    NotSealable,
    Sealed,
    blind_index,
    key_id_of,
    make_key,
    parse_keys,
    seal,
    unseal,
)

PLACE = "table|column|row"


def _user(**facts):
    return User.objects.create_user(email="piet@voorbeeld.example", display_name="Piet", **facts)


def _stored(user):
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user WHERE id = %s", [user.pk])
        return bytes(cursor.fetchone()[0])


def test_value_opens_only_where_it_was_sealed():
    sealed = seal("geheim", place=PLACE, tenant="7")
    assert unseal(sealed, place=PLACE, tenant="7") == "geheim"
    for place, tenant in [("table|column|other", "7"), ("other|column|row", "7"), (PLACE, "8"), (PLACE, "-")]:
        with pytest.raises(CannotOpen):
            unseal(sealed, place=place, tenant=tenant)


@pytest.mark.parametrize("position", [0, 1, 3, 12, -1])
def test_value_that_was_altered_does_not_open(position):
    sealed = bytearray(seal("geheim", place=PLACE))
    sealed[position] ^= 1
    with pytest.raises(CannotOpen):
        unseal(bytes(sealed), place=PLACE)


@pytest.mark.parametrize(
    "broken", [b"", b"\x01", b"\x01\x04demo", b"\x02\x04demo" + b"x" * 40, b"\x01\x04d\xffmo" + b"x" * 40]
)
def test_what_is_no_value_does_not_open(broken):
    with pytest.raises(CannotOpen):
        unseal(broken, place=PLACE)


def test_same_text_gives_another_ciphertext_each_time():
    assert seal("geheim", place=PLACE) != seal("geheim", place=PLACE)


@pytest.mark.django_db
def test_field_stores_no_plain_text_and_reads_it_back(db):
    user = _user(phone="+31612345678")
    assert b"612345678" not in _stored(user)
    fresh = User.objects.get(pk=user.pk)
    assert isinstance(fresh.__dict__["phone"], Sealed)
    assert fresh.phone == "+31612345678"
    assert User.objects.only("id").get(pk=user.pk).phone == "+31612345678"


@pytest.mark.django_db
def test_row_saved_without_reading_keeps_its_value(db):
    user = _user(phone="+31612345678")
    before = _stored(user)
    again = User.objects.get(pk=user.pk)
    again.display_name = "Piet P."
    again.save()
    assert _stored(user) == before


@pytest.mark.django_db
def test_value_copied_to_another_row_does_not_open(db):
    first = _user(phone="+31612345678")
    second = User.objects.create_user(email="kees@voorbeeld.example", display_name="Kees", phone="+31687654321")
    User.objects.filter(pk=second.pk).update(phone=Sealed(_stored(first)))
    stolen = User.objects.get(pk=second.pk)
    with pytest.raises(CannotOpen):
        _ = stolen.phone
    with pytest.raises(CannotOpen):
        User.objects.get(pk=second.pk).save()


@pytest.mark.django_db
def test_plain_text_past_the_row_is_refused(db):
    user = _user(phone="+31612345678")
    with pytest.raises(NotSealable):
        User.objects.filter(pk=user.pk).update(phone="+31600000000")
    with pytest.raises(NotSealable):
        list(User.objects.filter(phone="+31612345678"))
    user.phone = "+31600000000"
    with pytest.raises(NotSealable):
        User.objects.bulk_update([user], ["phone"])


@pytest.mark.django_db
def test_bulk_create_encrypts(db):
    User.objects.bulk_create([User(email="bulk@voorbeeld.example", display_name="B", phone="+31611111111")])
    assert User.objects.get(email="bulk@voorbeeld.example").phone == "+31611111111"


@pytest.mark.django_db
def test_rotation_writes_everything_anew_and_can_be_run_again(db, settings):
    user = _user(phone="+31612345678")
    settings.ENCRYPTION_KEYS = [f"new:{make_key()}", *settings.ENCRYPTION_KEYS]
    assert User.objects.get(pk=user.pk).phone == "+31612345678"
    with pytest.raises(CommandError, match="DB_ROLE"):
        call_command("rotate_encryption", stdout=StringIO())
    settings.DB_ROLE = "owner"
    with seed():
        out = StringIO()
        call_command("rotate_encryption", "--dry-run", stdout=out)
        assert "accounts_user.phone: 1 would change, 0 cannot be opened" in out.getvalue()
        assert key_id_of(_stored(user)) == "demo"
        for expected in ("1 changed", "0 changed"):
            out = StringIO()
            call_command("rotate_encryption", stdout=out)
            assert f"accounts_user.phone: {expected}, 0 cannot be opened" in out.getvalue()
    assert key_id_of(_stored(user)) == "new"
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    assert User.objects.get(pk=user.pk).phone == "+31612345678"


@pytest.mark.django_db
def test_an_erased_value_is_empty_text_and_rotation_leaves_it(db, settings):
    user = _user(phone="+31612345678")
    with seed(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET phone = '' WHERE id = %s", [user.pk])
    settings.ENCRYPTION_KEYS = [f"new:{make_key()}", *settings.ENCRYPTION_KEYS]
    settings.DB_ROLE = "owner"
    with seed():
        out = StringIO()
        call_command("rotate_encryption", stdout=out)
        assert "accounts_user.phone: 0 changed, 0 cannot be opened" in out.getvalue()
        again = User.objects.get(pk=user.pk)
        again.save()
        assert _stored(user) == b""
        assert again.phone == ""
        again.phone = "+31611111111"
        again.save()
    assert User.objects.get(pk=user.pk).phone == "+31611111111"


@pytest.mark.django_db
def test_rotation_says_what_it_cannot_open(db, settings):
    _user(phone="+31612345678")
    settings.ENCRYPTION_KEYS = [f"new:{make_key()}"]
    settings.DB_ROLE = "owner"
    with seed(), pytest.raises(CommandError, match="1 values cannot be opened"):
        call_command("rotate_encryption", stdout=StringIO())


def test_blind_index_ignores_case_and_spaces_and_tells_columns_apart(settings):
    assert blind_index(" Anna@Voorbeeld.nl ") == blind_index("anna@voorbeeld.nl")
    assert blind_index("anna@voorbeeld.nl", purpose="a") != blind_index("anna@voorbeeld.nl", purpose="b")
    before = blind_index("x")
    settings.ENCRYPTION_KEYS = [f"newer:{make_key()}", *settings.ENCRYPTION_KEYS]
    assert blind_index("x") == before
    settings.ENCRYPTION_KEYS = [*settings.ENCRYPTION_KEYS, f"index:{make_key()}"]
    assert blind_index("x") != before


@pytest.mark.parametrize(
    "entries",
    [
        [],
        ["demo"],
        ["demo:###"],
        ["demo:" + base64.urlsafe_b64encode(b"short").decode()],
        ["Demo Key:" + make_key()],
        ["a:" + make_key(), "a:" + make_key()],
        ["index:" + make_key()],
    ],
)
def test_wrong_keys_are_refused(entries):
    with pytest.raises(ImproperlyConfigured, match="ENCRYPTION_KEYS"):
        parse_keys(entries)


def test_made_key_is_accepted():
    out = StringIO()
    call_command("make_encryption_key", "2027a", stdout=out)
    assert list(parse_keys([out.getvalue().strip()])) == ["2027a"]
