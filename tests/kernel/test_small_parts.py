"""Ids, order, secrets, settings: properties of the small parts that everything stands on."""

import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vistone.kernel import ordering
from vistone.kernel.ids import new_id
from vistone.kernel.seal import Seal, secret_of
from vistone.kernel.settings import PREFIX, Settings, SettingsError, describe, read_settings


def test_ids_are_uuids_of_version_7_in_the_order_they_were_made():
    ids = [new_id() for _ in range(10_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert {(id.version, id.variant) for id in ids} == {(7, "specified in RFC 4122")}


def test_fresh_keys_sort_as_the_ids_do():
    ids = [new_id() for _ in range(1000)]
    keys = [ordering.fresh(id) for id in ids]
    assert keys == sorted(keys)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 10_000)), max_size=200))
def test_there_is_always_a_key_between_two_neighbours(moves):
    keys = [ordering.fresh(new_id())]
    for at_one_place, place in moves:
        index = min(1, len(keys)) if at_one_place else place % (len(keys) + 1)
        low = keys[index - 1] if index else None
        high = keys[index] if index < len(keys) else None
        key = ordering.between(low, high)
        assert low is None or low < key
        assert high is None or key < high
        keys.insert(index, key)
    assert keys == sorted(keys)


@settings(deadline=None)  # thousands of keys each, on a machine that others use too
@given(st.integers(0, 3000))
def test_spread_keys_are_short_in_order_and_leave_room(count):
    keys = ordering.spread(count)
    assert keys == sorted(set(keys))
    assert all(len(key) <= 6 for key in keys)
    assert all(key < ordering.fresh(new_id()) for key in keys)
    for low, high in zip([None, *keys], [*keys, None], strict=True):
        key = ordering.between(low, high)
        assert low is None or low < key
        assert high is None or key < high


def test_what_is_put_at_the_end_by_several_at_once_gets_different_keys():
    """`spread` does not promise that of two calls; what is added one by one goes to the end."""
    for last in (None, ordering.spread(1)[0], ordering.fresh(new_id())):
        keys = [ordering.at_end(last) for _ in range(200)]
        assert len(set(keys)) == len(keys)
        assert all(last is None or last < key for key in keys)


@given(st.lists(st.sampled_from(["make", "end", "spread"]), max_size=60))
def test_what_is_made_later_comes_behind_what_was_put_at_the_end(steps):
    keys: list[str] = []
    for step in steps:
        if step == "spread":
            keys = ordering.spread(len(keys))
        else:
            keys.append(ordering.fresh(new_id()) if step == "make" else ordering.at_end(keys[-1] if keys else None))
        assert keys == sorted(set(keys))


def test_there_is_no_key_between_equal_ones():
    with pytest.raises(ValueError, match="no place"):
        ordering.between("V", "V")


@given(st.binary(max_size=500), st.integers(0, 600))
def test_what_is_sealed_opens_for_its_purpose_alone_and_unaltered(plain, place):
    seal = Seal("a secret of at least 32 characters")
    closed = seal.close("answer", plain)
    assert seal.open("answer", closed) == plain
    assert plain not in closed or len(plain) < 4
    for bent in (closed[:place] + b"x" + closed[place + 1 :], closed[:-1], closed + b"x"):
        if bent != closed:
            with pytest.raises(ValueError, match="was not sealed"):
                seal.open("answer", bent)
    with pytest.raises(ValueError, match="was not sealed"):
        seal.open("signing key", closed)
    with pytest.raises(ValueError, match="was not sealed"):
        Seal("another secret of at least 32 characters").open("answer", closed)


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path):
    secret = secret_of(tmp_path / "data")
    assert secret_of(tmp_path / "data") == secret
    assert len(secret) >= 32
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "web"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("POOL_SIZE", "-1"),
        ("SECRET_KEY", "short"),
        ("LOG_FORMAT", "xml"),
        ("DATABASE_POOLED", "maybe"),
    ],
)
def test_a_setting_that_does_not_fit_is_named_with_what_would(name, text):
    with pytest.raises(SettingsError, match=PREFIX + name) as error:
        read_settings({PREFIX + name: text})
    assert describe(name.lower()).description in str(error.value)


def test_a_misspelt_setting_is_not_passed_over():
    with pytest.raises(SettingsError, match="VISTONE_PROT is no setting"):
        read_settings({"VISTONE_PROT": "8080"})


def test_an_empty_setting_is_an_unset_one():
    assert read_settings({"VISTONE_PORT": ""}) == Settings()
