"""A register of cameras as JSON, and what became of it."""

from typing import Final

from rest_framework import serializers

MOST: Final = 10_000


class CameraBulkSerializer(serializers.Serializer):
    """Rows of another register; each is an object whose names the mapping knows."""

    cameras = serializers.ListField(child=serializers.DictField(), allow_empty=False, max_length=MOST)
    mapping = serializers.DictField(
        required=False,
        help_text="What names and words of the rows mean, as in docs/cameras.md. Without it: the portal's own.",
    )
    dry_run = serializers.BooleanField(required=False, default=False)


class RefusedCameraSerializer(serializers.Serializer):
    """A row that was not taken, by its place in the list from 0."""

    index = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()


class CameraBulkAnswerSerializer(serializers.Serializer):
    """How many cameras are new, changed, or were there already; and the rows that were not taken."""

    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    same = serializers.IntegerField()
    dry_run = serializers.BooleanField()
    rejected = RefusedCameraSerializer(many=True)
