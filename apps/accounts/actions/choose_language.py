"""A user's own language."""

from apps.accounts.models import User


def choose_language(*, by: User, language: str) -> None:
    """Keep the language that a user has chosen for his or her pages; a word that is no language is ignored."""
    known = {code for code, _ in User._meta.get_field("language").flatchoices}
    if language in known and language != by.language:
        by.language = language
        by.save(update_fields=["language"])
