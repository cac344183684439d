"""Publication + Theme → bytes, one writer a format."""
