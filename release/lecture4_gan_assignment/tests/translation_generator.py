"""Public checks of `translation_generator`."""

import torch
from otter.test_files import test_case
from public_checks import call, expect, expect_shape

OK_FORMAT = False
name = "translation_generator"
points = None


@test_case(name="height and width stay")
def test_shapes(TranslationGenerator):
    for c_in, c_out, high, wide in ((1, 1, 28, 28), (3, 2, 21, 34)):
        called = f"TranslationGenerator(c_in={c_in}, c_out={c_out})(x)"
        model = call("TranslationGenerator", TranslationGenerator, c_in=c_in, c_out=c_out)
        for count in (4, 1):
            drawn = call("TranslationGenerator(...)", model, x=torch.rand(count, c_in, high, wide))
            expect_shape(drawn, (count, c_out, high, wide), called)


@test_case(name="images in [0, 1]")
def test_range(TranslationGenerator):
    called = "TranslationGenerator(c_in=1, c_out=1)(x)"
    model = call("TranslationGenerator", TranslationGenerator, c_in=1, c_out=1)
    with torch.no_grad():
        for weight in model.parameters():
            weight.mul_(5)
        drawn = call("TranslationGenerator(...)", model, x=torch.rand(4, 1, 28, 28))
    lowest, highest = drawn.min().item(), drawn.max().item()
    cause = "the sigmoid at the end is missing, or a tanh is there in its place"
    expect(
        lowest >= 0 and highest <= 1,
        called,
        "images lie in [0, 1]",
        f"they lie in [{lowest:.2f}, {highest:.2f}]",
        cause,
    )
