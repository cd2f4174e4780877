"""OwnTracks in HTTP mode (https://owntracks.org/booklet/tech/http/)."""
