"""Measures fairgrade beside nbgrader, otter and a floor without isolation; `make bench` runs everything."""
