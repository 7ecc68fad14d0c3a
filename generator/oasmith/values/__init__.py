"""Sample values for schemas: for the responses of the mock server and the requests in examples."""
