"""What `bench.readings_stored` runs in processes of its own."""
