"""The part of fairgrade that is visible behind the wall; it may import nothing but itself, `wire` and `policy`."""
