"""Small, composable assertions for hidden graders; each fails with the five-part message of `records.Message`.

Names follow one grammar, verb-property-relation: `assert_shape_equals`, `assert_gradient_reaches`.

```
failure.py     CheckFailed, and how calls and values are described
finite.py      what NaN and infinity mean, in one place
tensors.py     shapes by the names of their axes, dtypes, ranges, exact values
structure.py   several values that came back together, in any container
randomness.py  common random numbers
statistics.py  moments, normality, correlation, samples, with stated false-failure rates
gradients.py   gradients pulled back to inputs and parameters
training.py    what training moved, and whether the loss fell
diagnosis.py   which misconception reproduces the student's output
precision.py   float64 first, float32 with a note
upstream.py    the reference in place of what a component builds on
notes.py       remarks that cost nothing
```
"""
