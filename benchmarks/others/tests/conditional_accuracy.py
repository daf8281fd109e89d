from judge import classifier, samples, trained
from otter.test_files import test_case

OK_FORMAT = False
name = "conditional_accuracy"
points = None


@test_case(name="accuracy")
def test_accuracy(CVAE):
    images, labels = samples(trained(CVAE))
    assert (classifier()(images).argmax(1) == labels).float().mean() > 0.5
