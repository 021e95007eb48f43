"""Trains the NER: corpora and configs in, a spaCy pipeline out."""
