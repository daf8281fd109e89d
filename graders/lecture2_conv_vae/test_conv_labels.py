"""Hidden checks of `one_hot`: the contract is the assignment's, and so are the checks."""

from __future__ import annotations

from graders.assignment_cvae.test_data import test_labels_out_of_range_are_refused, test_rows_are_unit_vectors

__all__ = ["test_labels_out_of_range_are_refused", "test_rows_are_unit_vectors"]
