"""The objects of the API, as the description has them."""
