"""Mobile numbers as people write them, and why others are refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queueing.rules.phone import InvalidPhone, mask_phone, read_phone

READ = "+6281234567890"


@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "0812 3456 7890",
        " 0812-3456-7890 ",
        "0812.3456.7890",
        "(0812) 3456 7890",
        "0812–3456–7890",
        "81234567890",
        "6281234567890",
        "62 812 3456 7890",
        "0062 812 3456 7890",
        "+6281234567890",
        "+62 812-3456-7890",
        "+62 (0) 812 3456 7890",
        "62081234567890",
        "٠٨١٢٣٤٥٦٧٨٩٠",
    ],
)
def test_a_mobile_number_is_read_however_it_is_written(text: str) -> None:
    assert read_phone(text) == READ


@pytest.mark.parametrize(("text", "kept"), [("628121234567", "+628121234567"), ("08121234567", "+628121234567")])
def test_a_short_number_with_its_country_and_no_plus_is_read_as_one_with(text: str, kept: str) -> None:
    assert read_phone(text) == kept


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Isi nomor telepon seluler"),
        (" - ", "Isi nomor telepon seluler"),
        ("tidak ada", "hanya terdiri atas angka"),
        ("0812TELEPON", "hanya terdiri atas angka"),
        ("0812 3456 7890 ext 5", "hanya terdiri atas angka"),
        ("0812+34567890", "hanya terdiri atas angka"),
        ("+", "hanya terdiri atas angka"),
        ("+60123456789", "bukan nomor Indonesia"),
        ("+1 212 555 0123", "bukan nomor Indonesia"),
        ("0321 321456", "telepon rumah atau kantor"),
        ("+62 321 321456", "telepon rumah atau kantor"),
        ("021-5551234", "telepon rumah atau kantor"),
        ("0800 123 456", "bukan nomor seluler"),
        ("0812", "terlalu pendek"),
        ("628", "terlalu pendek"),
        ("14022", "terlalu pendek"),
        ("0812 3456 7890 / 0813 1111 2222", "terlalu panjang"),
        ("081234567890123456", "terlalu panjang"),
        ("08123456789012345", "terlalu panjang"),
        ("0843 123 456", "tidak dikenal"),
        ("0843 1234 56789", "tidak dikenal"),
        ("+999 12345678", "tidak dikenal"),
        ("0", "tidak dikenal"),
    ],
)
def test_what_is_no_mobile_number_of_indonesia_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(InvalidPhone, match=says) as refusal:
        read_phone(text)

    assert str(refusal.value).endswith(".")


@given(st.text(alphabet="0123456789+- ()/abc٣"))
def test_any_text_is_a_mobile_number_or_is_refused(text: str) -> None:
    with suppress(InvalidPhone):
        phone = read_phone(text)
        assert read_phone(phone) == phone
        assert phone.startswith("+628")


@given(st.from_regex("[0-9]{6,18}", fullmatch=True))
def test_a_refusal_repeats_no_number(text: str) -> None:
    with pytest.raises(InvalidPhone) as refusal:
        read_phone(f"{text}x")

    assert text not in str(refusal.value)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        (READ, "+62812*****890"),
        ("+628121234567", "+62812****567"),
        ("+62812345678", "+62812***678"),
        ("+6281", "*****"),
        ("081234567890", "************"),
        ("+60123456789", "************"),
        ("", ""),
    ],
)
def test_a_masked_number_shows_its_beginning_and_end_alone(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown
