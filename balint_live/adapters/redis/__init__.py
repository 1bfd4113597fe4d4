"""What several processes share while they run, in Redis or Valkey: never in a file, and forgotten by itself."""
