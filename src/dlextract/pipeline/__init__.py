"""Text → words and sentences, and everything the patterns and the trained NER find in it; nothing is decided."""
