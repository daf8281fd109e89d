from judge import held_out, trained
from otter.test_files import test_case

OK_FORMAT = False
name = "held_out_bound"
points = None


@test_case(name="bound")
def test_bound(CVAE, prepare_data, evaluate):
    x, y = held_out(prepare_data)
    assert evaluate(trained(CVAE), x, y)["nelbo"] < 130
