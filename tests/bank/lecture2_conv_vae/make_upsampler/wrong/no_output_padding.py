# k=3, s=2, p=1 without output padding
# expect: too few
def make_upsampler(c_in, size_in, c_out, size_out):
    return nn.ConvTranspose2d(c_in, c_out, 3, stride=2, padding=1)
