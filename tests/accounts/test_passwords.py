"""Which passwords are taken, and how they are kept."""

import pytest

from app.accounts.security import passwords

OWN = ("Sample", "Person", "sample.person", "company")


@pytest.mark.parametrize(
    "password",
    ["plum-lantern-cobalt-9", "correct giraffe violin 88", "ようこそ山の上の小さな図書館へ", "הכלב הירוק רץ אל הים", "x7#Kq9!vLp2m", "bdxvkq" * 40,
     "  spaces  count  here  ", "937150284617"],
)
def test_taken(password):
    assert passwords.problems(password, context=OWN) == []


@pytest.mark.parametrize(
    "password",
    ["", "short", "elevenchars", "password1234", "Password-2026!", "P@ssw0rdP@ssw0rd", "qwertyuiop123", "123456789012", "aaaaaaaaaaaaaaaa",
     "musubi-musubi-2026", "programme2026!!", "japan-israel-2026", "SamplePerson123", "sample.person.12", "company-company-1",
     "letmeinletmein", "iloveyou123456", "ＰＡＳＳＷＯＲＤ１２３４", "x" * 300],
)
def test_refused_with_a_reason(password):
    (problem,) = passwords.problems(password, context=OWN)
    assert problem.field == "password"


def test_hashes_are_argon2id_and_one_word_in_two_unicode_forms_is_one_password():
    stored = passwords.hash_password("ガラスの小さな街灯です")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.matches("ｶﾞﾗｽの小さな街灯です", stored)
    assert not passwords.matches("ガラスの小さな街灯", stored)
    assert not passwords.needs_rehash(stored)


def test_where_there_is_no_account_the_same_work_is_done(monkeypatch):
    calls = []
    real = passwords.HASHER

    class Counting:
        def __getattr__(self, name):
            return getattr(real, name)

        def verify(self, stored, password):
            calls.append(stored.split("$")[1:4])
            return real.verify(stored, password)

    passwords.nobodys_hash()
    monkeypatch.setattr(passwords, "HASHER", Counting())
    assert not passwords.matches("some password here", None)
    assert not passwords.matches("some password here", passwords.hash_password("another password"))
    assert len(calls) == 2
    assert calls[0] == calls[1]
    assert not passwords.matches("this account does not exist", None)
    assert not passwords.matches("x", "!")
