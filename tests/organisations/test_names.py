"""Names: what counts as the same, how candidates are found, and how lists are sorted."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.organisations.names import grams, match_key, similarity, sort_key

JP_FORMS = ["カブシキガイシャ", "株式会社", "co., ltd.", "co.,ltd.", "k.k.", "(株)", "ltd.", "corporation", "corp.", "inc."]
IL_FORMS = ["company, limited", 'חל"צ', 'בע"מ', "בעמ", "ltd.", "ltd", "inc.", "עמותה"]
FORMS = [*JP_FORMS, *IL_FORMS]
NAMES = st.text(min_size=1, max_size=60).filter(lambda name: name.strip() != "")


@pytest.mark.parametrize(
    ("first", "second", "forms"),
    [
        ("株式会社　サカタのタネ", "サカタのタネ株式会社", JP_FORMS),
        ("ﾄﾖﾀ自動車㈱", "トヨタ自動車（株）", JP_FORMS),
        ("株式会社Ｔ′ｓ　Ｉｎｔｅｒｎａｔｉｏｎａｌ", "株式会社Ｔ’ｓ　Ｉｎｔｅｒｎａｔｉｏｎａｌ", JP_FORMS),
        ("NOVARESE Inc.", "NOVARESE,Inc.", JP_FORMS),
        ("KYOKUYO CO., LTD.", "Kyokuyo Co.,Ltd", JP_FORMS),
        ("日立ＣＯ．，ＬＴＤ．", "日立", JP_FORMS),
        ("三菱　商事", "三菱商事", JP_FORMS),
        ("カブシキガイシャ　サカタノタネ", "サカタノタネ", JP_FORMS),
        ('שלום תעשיות בע"מ', "שלום תעשיות בע״מ", IL_FORMS),
        ('שָׁלוֹם תעשיות בע"מ', "שלום תעשיות", IL_FORMS),
        ("שלום תעשיות בע''מ", "שלום תעשיות בעמ", IL_FORMS),
        ("Société Générale", "SOCIETE GENERALE", IL_FORMS),
    ],
)
def test_writings_of_one_name_have_one_key(first: str, second: str, forms: list[str]) -> None:
    assert match_key(first, forms) == match_key(second, forms)


@pytest.mark.parametrize(
    ("name", "key"),
    [("Cocoon", "cocoon"), ("Incorp Systems", "incorp systems"), ("עמותת ארז", "עמותת ארז"), ("株式会社", "株式会社"), ("Co., Ltd.", "co ltd"),
     ("!!!", "!!!"), ("Ltd", "ltd")],
)
def test_forms_are_whole_words_and_never_the_whole_name(name: str, key: str) -> None:
    assert match_key(name, FORMS) == key


@given(NAMES)
def test_a_key_is_never_empty_nor_too_long(name: str) -> None:
    key = match_key(name, FORMS)
    assert 0 < len(key) <= 300
    assert grams(key)


@given(NAMES)
def test_width_and_case_do_not_matter(name: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)
    assert match_key(wide, FORMS) == match_key(name, FORMS)
    assert match_key(unicodedata.normalize("NFD", name), FORMS) == match_key(name, FORMS)


@given(st.text("אבגדךםןףץתabcxyz", min_size=2, max_size=20), st.sampled_from(IL_FORMS))
def test_a_legal_form_after_the_name_is_dropped(name: str, form: str) -> None:
    assert match_key(f"{name} {form}", IL_FORMS) == match_key(name, IL_FORMS)


@given(st.text("日立製作所サカタネ", min_size=1, max_size=12))
def test_a_legal_form_on_either_side_is_dropped(name: str) -> None:
    assert match_key(f"株式会社{name}") != match_key(name)
    assert match_key(f"株式会社{name}", JP_FORMS) == match_key(f"{name}　㈱", JP_FORMS) == match_key(name, JP_FORMS)


def test_grams_are_bigrams_of_japanese_and_trigrams_of_letters() -> None:
    assert grams("日立") == [" 日", "日立", "立 "]
    assert grams("nec") == ["  n", " ne", "ec ", "nec"]
    assert {"日立", "nec"} <= set(grams("日立 nec"))


@given(NAMES)
def test_grams_are_sorted_and_unique(name: str) -> None:
    found = grams(match_key(name))
    assert found == sorted(set(found))
    assert all(len(gram) <= 3 for gram in found)


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_similarity_is_symmetric_and_within_bounds(first: str, second: str) -> None:
    assert similarity(first, first) == 1.0
    assert 0.0 <= similarity(first, second) <= 1.0
    assert similarity(first, second) == pytest.approx(similarity(second, first))


def test_similarity_of_short_japanese_names() -> None:
    assert similarity("日立", "日産") <= 0.5
    assert similarity("サカタのタネ", "サカタノタネ") > 0.8
    assert similarity("日立製作所", "日立") < 0.7
    assert similarity("israel aerospace industries", "aerospace industries israel") == 1.0


def test_kana_comes_first_in_sorting() -> None:
    kana = sort_key(native="株式会社　サカタのタネ", latin="SAKATA SEED", kana="カブシキガイシャ　サカタノタネ", legal_forms=JP_FORMS)
    assert kana == "サカタノタネ"
    assert sort_key(kana="さかたのたね") == kana
    assert sort_key(native="大和", latin="YAMATO CO., LTD.", legal_forms=JP_FORMS) == "yamato"
    assert sort_key(native="大和") == "大和"
