"""Official numbers: the verified vectors of the domain facts, and what a wrong digit gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.organisations.identifiers import NumberFault, NumberFaultReason, check_number, is_known, scheme_name

JP = ["4000012090001", "7000012050002", "2010405003693", "2020005008480", "5010005007126", "4030005012570", "7010005005425", "1030005007111", "7123456789012", "6010001000001", "2180301000002"]
IL = ["520013954", "520042821", "520018078", "520043027", "516179157", "519990006", "519990014", "589990001"]
LEI = ["529900R5WX9N2OI2N910", "5493006W3QUS5LMH6R84", "213800KUD8LAJWSQ9D15", "HWUPKR0MPOU8FGXBT394", "9999000000000TEST088"]
VALID = [*(("jp.cn", n) for n in JP), *(("il.hp", n) for n in IL), *(("lei", n) for n in LEI)]
VALID += [("kr.brn", "1168200276"), ("cn.uscc", "91110000600037341L")]


@pytest.mark.parametrize(("scheme", "number"), VALID)
def test_verified_numbers_are_taken(scheme: str, number: str) -> None:
    assert check_number(scheme, number) == number


@pytest.mark.parametrize(
    ("scheme", "typed", "canonical"),
    [
        ("jp.cn", "4-0000-1209-0001", "4000012090001"),
        ("jp.cn", "４００００１２０９０００１", "4000012090001"),
        ("jp.cn", " 4000 0120\u30000001 ".replace("0120\u3000", "01209\u3000"), "4000012090001"),
        ("il.hp", "52001\u20133954\u200f", "520013954"),
        ("lei", "hwupkr0mpou8fgxbt394", "HWUPKR0MPOU8FGXBT394"),
        ("kr.brn", "116-82-00276", "1168200276"),
    ],
)
def test_numbers_are_brought_into_canonical_form(scheme: str, typed: str, canonical: str) -> None:
    assert check_number(scheme, typed) == canonical
    assert check_number(scheme, canonical) == canonical


@pytest.mark.parametrize(
    ("scheme", "number", "reason"),
    [
        ("il.hp", "515308201", NumberFaultReason.CHECK_DIGIT),
        ("il.hp", "51403240", NumberFaultReason.LENGTH),
        ("il.hp", "067179978", NumberFaultReason.COMPONENT),
        ("il.hp", "52001395x", NumberFaultReason.FORMAT),
        ("jp.cn", "4000012090002", NumberFaultReason.CHECK_DIGIT),
        ("jp.cn", "400001209000", NumberFaultReason.LENGTH),
        ("jp.cn", "", NumberFaultReason.LENGTH),
        ("jp.cn", "4" * 5000, NumberFaultReason.LENGTH),
        ("lei", "529900R5WX9N2OI2N911", NumberFaultReason.CHECK_DIGIT),
        ("lei", "98", NumberFaultReason.LENGTH),
        ("lei", "", NumberFaultReason.FORMAT),
        ("nowhere.xx", "1", NumberFaultReason.UNKNOWN_SCHEME),
        ("", "1", NumberFaultReason.UNKNOWN_SCHEME),
        ("util", "1", NumberFaultReason.UNKNOWN_SCHEME),
        ("..os", "1", NumberFaultReason.UNKNOWN_SCHEME),
        ("jp.cn.os", "1", NumberFaultReason.UNKNOWN_SCHEME),
        ("jp cn", "1", NumberFaultReason.UNKNOWN_SCHEME),
    ],
)
def test_what_is_wrong_is_named(scheme: str, number: str, reason: NumberFaultReason) -> None:
    with pytest.raises(NumberFault) as fault:
        check_number(scheme, number)
    assert fault.value.reason == reason
    assert str(fault.value.message)


CHANGED_DIGIT = st.sampled_from([(s, n) for s, n in VALID if s in {"jp.cn", "il.hp", "lei"}]).flatmap(
    lambda pair: st.tuples(st.just(pair), st.integers(0, len(pair[1]) - 1), st.sampled_from("0123456789"))
)


@given(CHANGED_DIGIT)
def test_a_changed_digit_is_refused(case: tuple[tuple[str, str], int, str]) -> None:
    """One exception lies in the official formula of jp.cn: modulo 9 it cannot tell 0 from 9."""
    (scheme, number), at, digit = case
    changed = number[:at] + digit + number[at + 1 :]
    if not number[at].isdigit() or digit == number[at]:
        return
    if scheme == "jp.cn" and at > 0 and {digit, number[at]} == {"0", "9"}:
        assert check_number(scheme, changed) == changed
        return
    with pytest.raises(NumberFault):
        check_number(scheme, changed)


@given(st.text(max_size=80), st.sampled_from(["jp.cn", "il.hp", "lei", "kr.brn", "cn.uscc"]))
def test_any_text_is_taken_or_refused(text: str, scheme: str) -> None:
    try:
        number = check_number(scheme, text)
    except NumberFault:
        return
    assert check_number(scheme, number) == number


def test_schemes_have_names(app: object) -> None:
    with app.app_context():
        assert scheme_name("jp.cn") == "Corporate number (Japan)"
        assert scheme_name("fr.siren") == "fr.siren"
    assert is_known("fr.siren")
    assert not is_known("exceptions")
