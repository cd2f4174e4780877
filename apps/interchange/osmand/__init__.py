"""OsmAnd and Traccar Client: positions by query, form or JSON (https://www.traccar.org/osmand/)."""
