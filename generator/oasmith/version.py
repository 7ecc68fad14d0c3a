"""The version of oasmith."""

__version__ = "0.1.0"
