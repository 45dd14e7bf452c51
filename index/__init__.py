"""Notes to a searchable index: reading, cutting, embedding, storing, searching. Knows no HTTP and no screen."""
