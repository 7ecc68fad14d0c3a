"""What every generated client carries. Copied verbatim; it knows no API and needs no generator."""
