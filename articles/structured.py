"""What a story tells machines: JSON-LD and OpenGraph."""
