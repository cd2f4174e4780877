"""MQTT: one client of the broker that devices publish to. It takes messages in batches and acknowledges what is stored."""
