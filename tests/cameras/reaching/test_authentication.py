"""Answers to challenges, against the examples of RFC 7616 and RFC 2617."""

import pytest

from apps.cameras.reaching.authentication import answer_to, best_of, challenges_in
from tests.cameras.reaching.logins import Given

MUFASA = Given("Mufasa", "Circle of Life")
# RFC 7616, 3.9.1
BOTH = [
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
]
CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"


def answered(
    headers: list[str], login: Given = MUFASA, cnonce: str = CNONCE, uri: str = "/dir/index.html"
) -> str:
    challenge = best_of(challenges_in(headers))
    assert challenge is not None
    return answer_to(challenge, login, method="GET", uri=uri, cnonce=cnonce)


def test_the_strongest_digest_is_answered_as_in_the_example_of_rfc_7616() -> None:
    answer = answered(BOTH)
    assert 'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"' in answer
    assert "algorithm=SHA-256" in answer
    assert 'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"' in answer


def test_md5_is_answered_as_in_the_example_of_rfc_7616() -> None:
    assert 'response="8ca523f5e9506fed4657c9700eebdbec"' in answered(BOTH[1:])


def test_a_challenge_without_qop_is_answered_in_the_old_way_of_rfc_2069() -> None:
    header = 'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc"'
    answer = answered([header], Given("Mufasa", "CircleOfLife"))
    assert 'response="1949323746fe6a43ef61f9606e7febea"' in answer
    assert "qop" not in answer
    assert "cnonce" not in answer


def test_basic_that_stands_first_in_the_same_header_or_another_gives_way_to_digest() -> None:
    digest = 'Digest realm="cam", nonce="abc", qop="auth"'
    assert answered(['Basic realm="cam"', digest]).startswith("Digest ")
    assert answered([f'Basic realm="a, b", {digest}']).startswith("Digest ")
    assert answered(['Basic realm="cam"']) == "Basic TXVmYXNhOkNpcmNsZSBvZiBMaWZl"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Negotiate",
        "Digest",
        'Digest realm="cam"',
        'Digest nonce="x"',
        'Digest realm="cam", nonce="x", algorithm=SHA-512-256',
        'Digest realm="cam", nonce="x", qop="auth-int"',
        'Digest =,=,"',
        'Bearer realm="cam"',
    ],
)
def test_what_cannot_be_answered_is_not(header: str) -> None:
    assert best_of(challenges_in([header])) is None


def test_a_quote_in_a_name_or_realm_cannot_break_out_of_its_place() -> None:
    answer = answered(['Digest realm="a\\"b", nonce="x"'], Given('o"x', "p"))
    assert 'username="o\\"x"' in answer
    assert 'realm="a\\"b"' in answer


def test_the_name_is_hashed_where_the_server_asks_for_it() -> None:
    answer = answered(
        ['Digest realm="api@example.org", nonce="x", userhash=true, algorithm=SHA-256, qop="auth"']
    )
    assert "userhash=true" in answer
    assert "Mufasa" not in answer


def test_a_session_hash_takes_both_nonces_into_the_first_half() -> None:
    plain = answered(['Digest realm="c", nonce="x", algorithm=MD5, qop="auth"'])
    session = answered(['Digest realm="c", nonce="x", algorithm=MD5-sess, qop="auth"'])
    assert "algorithm=MD5-sess" in session
    assert plain.partition("response=")[2][:34] != session.partition("response=")[2][:34]
