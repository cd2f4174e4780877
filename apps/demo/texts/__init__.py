"""Words of the demo's data: streets, people, mahallas, titles. Data, not interface: Uzbek as an operator types it."""
