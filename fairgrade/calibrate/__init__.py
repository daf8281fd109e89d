"""Measures how far the verdicts of an assignment's graders can be trusted, on a bank of right and wrong answers."""
