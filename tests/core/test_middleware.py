"""What every answer carries."""

from django.test import Client


def test_pages_run_scripts_and_styles_of_our_own_only(client: Client) -> None:
    policy = client.get("/livez").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "object-src 'none'" in policy


def test_only_the_admin_may_evaluate_what_stands_in_attributes(client: Client, db: None) -> None:
    policy = client.get("/admin/").headers["Content-Security-Policy"]
    assert "'unsafe-eval'" in policy
    assert "frame-ancestors 'none'" in policy


def test_an_answer_carries_the_id_of_its_request_and_takes_no_nonsense_for_one(client: Client) -> None:
    given = client.get("/livez", headers={"X-Request-ID": "abc-12345678"}).headers["X-Request-ID"]
    assert given == "abc-12345678"
    made = client.get("/livez", headers={"X-Request-ID": "a\tb c"}).headers["X-Request-ID"]
    assert len(made) == 32
