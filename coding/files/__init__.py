"""Take files in and give them out: bounded, decoded, whole or not at all."""
