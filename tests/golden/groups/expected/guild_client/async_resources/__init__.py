"""The operations of the async client, by what they are about."""
