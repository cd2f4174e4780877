"""The caller as JSON."""

from typing import Any

from rest_framework import serializers


class MeSerializer(serializers.Serializer[Any]):
    """Who asks. `regions` are the codes in scope, all of them for the whole nation; `scopes` the permissions."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=["user", "client"])
    username = serializers.CharField(help_text="a client's name")
    name = serializers.CharField()
    role = serializers.CharField(help_text="`integration` for a client")
    is_national = serializers.BooleanField()
    regions = serializers.ListField(child=serializers.CharField())
    scopes = serializers.ListField(child=serializers.CharField())
    language = serializers.CharField(allow_null=True)
    start_page = serializers.CharField(allow_null=True)
