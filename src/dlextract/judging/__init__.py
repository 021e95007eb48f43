"""Sentences, facts and the rules' answers → rulings, by weights fitted on papers that no rule has seen."""

from .bench import Judges, load_judges

__all__ = ["Judges", "load_judges"]
