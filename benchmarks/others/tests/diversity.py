import torch
from judge import classifier, samples, trained
from otter.test_files import test_case

OK_FORMAT = False
name = "diversity"
points = None


@test_case(name="diversity")
def test_diversity(CVAE):
    images, _ = samples(trained(CVAE))
    features = classifier().features(images).reshape(10, 100, -1)
    assert torch.cdist(features, features).mean() > 0.5
