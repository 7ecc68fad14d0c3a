"""The operations of the sync client, by what they are about."""
