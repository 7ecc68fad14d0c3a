"""What generated clients carry: modules that are copied as they are and know no API and no generator."""
