"""Values made for schemas: of answers that the mock server gives, and of requests that examples send."""
