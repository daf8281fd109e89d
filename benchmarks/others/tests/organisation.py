from otter.test_files import test_case

OK_FORMAT = False
name = "organisation"
points = None


@test_case(name="defined")
def test_everything_is_defined(CVAE, train, evaluate, class_grid):
    assert all((CVAE, train, evaluate, class_grid))
